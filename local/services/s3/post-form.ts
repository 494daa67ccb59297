import { z } from 'zod';
import { notCovered, ServiceError } from '../aws/service-error.ts';
import { checkPolicySignature } from './presigned.ts';

/** What a browser's form asks S3 to keep. */
export interface PostedObject {
  readonly key: string;
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the browser is sent on to. */
  readonly redirect: string | undefined;
  /** 200, 201 or 204, where it is sent nowhere. */
  readonly status: number;
}

const condition = z.union([
  z.record(z.string(), z.string()),
  z.tuple([z.literal('content-length-range'), z.number(), z.number()]),
  z.tuple([z.string(), z.string().startsWith('$'), z.string()]),
]);
type Condition = z.infer<typeof condition>;
const policySchema = z.object({ expiration: z.iso.datetime(), conditions: z.array(condition) });

/** Stands for the chosen file's own name in any field. */
const fileNameMark = '$' + '{filename}';

/** Fields that a policy need not speak of. */
const unruled = ['policy', 'x-amz-signature', 'file'];
const signing = ['policy', 'x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature'];
const steering = ['key', 'bucket', 'x-amz-security-token', 'success_action_redirect', 'success_action_status'];
const kept = ['content-type', 'content-disposition', 'content-encoding', 'cache-control', 'expires'];

/**
 * A POST of a browser's form (`multipart/form-data`): its policy held against signature, expiry and every condition, as
 * S3 does before it keeps anything.
 * @param now epoch milliseconds
 * @throws ServiceError `MalformedPOSTRequest`, `InvalidArgument`, `InvalidPolicyDocument`, `EntityTooLarge`,
 *   `EntityTooSmall` (400), `AccessDenied`, `SignatureDoesNotMatch` (403), `NotImplemented` for fields not covered
 */
export async function postedObject(
  bucket: string,
  contentType: string,
  body: Buffer,
  now: number,
): Promise<PostedObject> {
  const { fields, file } = await formIn(contentType, body);
  if (fields.get('policy') === undefined) throw new ServiceError('AccessDenied', 'Access Denied', 403);
  for (const name of [...signing, 'key']) {
    if (!fields.has(name)) throw invalid(`Bucket POST must contain a field named '${name}'.`);
  }
  checkPolicySignature(fields);
  const foreign = [...fields.keys()].find(
    (name) => ![...signing, ...steering, ...kept].includes(name) && !/^x-(amz-meta|ignore)-/.test(name),
  );
  const named = new Map([...fields, ['bucket', bucket]]);
  checkPolicy(readPolicy(fields.get('policy') ?? ''), named, file.content.length, now);
  if (foreign !== undefined) throw notCovered('s3', `POST object with the field ${foreign}`);
  const status = Number(fields.get('success_action_status') ?? 204);
  return {
    key: fields.get('key') ?? '',
    content: file.content,
    headers: {
      'content-type': 'binary/octet-stream',
      ...Object.fromEntries([...fields].filter(([name]) => kept.includes(name) || name.startsWith('x-amz-meta-'))),
    },
    redirect: fields.get('success_action_redirect'),
    status: [200, 201].includes(status) ? status : 204,
  };
}

/** The fields before the file, by lower-case name, `${filename}` filled in; what comes after the file does not count. */
async function formIn(
  contentType: string,
  body: Buffer,
): Promise<{ fields: ReadonlyMap<string, string>; file: { readonly content: Buffer } }> {
  const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined);
  if (form === undefined) {
    throw new ServiceError(
      'MalformedPOSTRequest',
      'The body of your POST request is not well-formed multipart/form-data.',
    );
  }
  const entries = [...form];
  const at = entries.findIndex(([name]) => name.toLowerCase() === 'file');
  const file = entries[at]?.[1];
  if (!(file instanceof File)) throw invalid('POST requires exactly one file upload per request.');
  const name = file.name.split(/[/\\]/).at(-1) ?? '';
  const fields = entries
    .slice(0, at)
    .flatMap(([field, value]) =>
      typeof value === 'string' ? [[field.toLowerCase(), value.replaceAll(fileNameMark, name)] as const] : [],
    );
  return { fields: new Map(fields), file: { content: Buffer.from(await file.arrayBuffer()) } };
}

function readPolicy(encoded: string): z.infer<typeof policySchema> {
  const json = Buffer.from(encoded, 'base64').toString('utf8');
  const read = policySchema.safeParse(parsed(json));
  if (read.success) return read.data;
  throw new ServiceError('InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function checkPolicy(
  { expiration, conditions }: z.infer<typeof policySchema>,
  fields: ReadonlyMap<string, string>,
  size: number,
  now: number,
): void {
  if (now > Date.parse(expiration)) throw denied('Policy expired.');
  const ruled = new Set(unruled);
  for (const each of conditions) for (const name of check(each, fields, size)) ruled.add(name);
  const extra = [...fields.keys()].filter(
    (name) => name !== 'bucket' && !ruled.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
}

/** @returns the fields the condition speaks of */
function check(rule: Condition, fields: ReadonlyMap<string, string>, size: number): readonly string[] {
  if (!Array.isArray(rule)) {
    return Object.entries(rule).map(([name, value]) => {
      if (fields.get(name.toLowerCase()) !== value) throw failed(rule);
      return name.toLowerCase();
    });
  }
  const [kind, second, third] = rule;
  if (typeof second === 'number' || typeof third === 'number') {
    if (size > Number(third)) {
      throw new ServiceError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
    }
    if (size < Number(second)) {
      throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
    }
    return [];
  }
  const name = second.slice(1).toLowerCase();
  const value = fields.get(name) ?? '';
  const holds = kind === 'eq' ? value === third : kind === 'starts-with' && value.startsWith(third);
  if (!holds) throw failed(rule);
  return [name];
}

function failed(rule: Condition): ServiceError {
  return denied(`Policy Condition failed: ${JSON.stringify(rule)}`);
}

function denied(why: string): ServiceError {
  return new ServiceError('AccessDenied', `Invalid according to Policy: ${why}`, 403);
}

function invalid(why: string): ServiceError {
  return new ServiceError('InvalidArgument', why);
}
