import { notCovered } from './aws/service-error.ts';

/** The STS API (query protocol): GetCallerIdentity. @returns the result's XML members. */
export function answerSts(account: string, action: string): string {
  if (action !== 'GetCallerIdentity') throw notCovered('sts', action);
  return `<Arn>arn:aws:iam::${account}:root</Arn><UserId>${account}</UserId><Account>${account}</Account>`;
}
