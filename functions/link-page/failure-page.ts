import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { preferredLanguage } from '../shared/domain/language.ts';
import type { PageAnswer } from '../shared/pages/page.ts';
import { logger } from '../shared/runtime/observer.ts';
import { noticePage, notices } from './notice-page.ts';

/** Logs what went wrong, by name and place only, and gives the person a page instead of a bare error. */
export function failurePage({ headers }: Pick<APIGatewayProxyEventV2, 'headers'>): (error: unknown) => PageAnswer {
  return (error) => {
    const { name, stack = '' } = error instanceof Error ? error : new Error('not an error');
    // The first line holds the message, which may quote what somebody typed.
    const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
    logger.error('link-page.failed', { failure: { name, stack: frames.slice(0, 8).map((frame) => frame.trim()) } });
    return noticePage(notices.failed, preferredLanguage(headers['accept-language']));
  };
}
