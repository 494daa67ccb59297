import type * as z from 'zod/mini';
import type { FieldError } from './errors.ts';
import type { Text } from './language.ts';

type Issue = z.core.$ZodIssue;

/**
 * What a schema refused, field by field, in sentences that say what to do.
 * @param issues what the schema found
 * @param value what was parsed: tells a missing member from a wrong one
 * @param prefix put before every pointer, e.g. `/data`
 * @returns one entry per field, with its RFC 6901 pointer; the first thing wrong with it
 */
export function fieldErrors(issues: readonly Issue[], value: unknown, prefix = ''): readonly FieldError[] {
  const found = issues.flatMap((issue) => {
    const pointer = prefix + jsonPointer(issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ pointer: `${pointer}${jsonPointer([key])}`, text: unknownField }));
    }
    return [{ pointer, text: sentence(issue, valueAt(value, issue.path)) }];
  });
  return found.filter(({ pointer }, index) => found.findIndex((other) => other.pointer === pointer) === index);
}

/** RFC 6901: `['lines', 0, 'a/b']` → `/lines/0/a~1b`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const unknownField: Text = {
  zh: '没有这个字段，请删除或改正名称。',
  en: 'There is no such field: remove it or correct its name.',
};

const missing: Text = { zh: '此项必填。', en: 'This field is required.' };

function sentence(issue: Issue, found: unknown): Text {
  if (found === undefined || found === null) {
    return missing;
  }
  switch (issue.code) {
    case 'invalid_type':
      return expected[issue.expected] ?? unfit;
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'invalid_format':
      return format(issue);
    case 'too_small':
      return tooSmall(issue, found);
    case 'too_big':
      return tooBig(issue);
    default:
      return unfit;
  }
}

const unfit: Text = { zh: '内容不符合要求，请改正。', en: 'This does not have the expected form: correct it.' };

const expected: Readonly<Record<string, Text>> = {
  string: { zh: '须为文字。', en: 'Give a text.' },
  number: { zh: '须为数字。', en: 'Give a number.' },
  int: { zh: '须为整数。', en: 'Give a whole number.' },
  boolean: { zh: '须为 true 或 false。', en: 'Give true or false.' },
  array: { zh: '须为列表。', en: 'Give a list.' },
  object: { zh: '须为对象。', en: 'Give an object.' },
  record: { zh: '须为对象。', en: 'Give an object.' },
};

const formats: Readonly<Record<string, Text>> = {
  email: {
    zh: '须为有效的邮箱地址，例如 li.na@example.com。',
    en: 'Give a valid e-mail address, such as li.na@example.com.',
  },
  url: {
    zh: '须为网址，以 http:// 或 https:// 开头。',
    en: 'Give a web address that starts with http:// or https://.',
  },
  date: { zh: '须为日期，例如 2026-11-22。', en: 'Give a date such as 2026-11-22.' },
  datetime: {
    zh: '须为带时区的时间，例如 2026-11-22T15:30:00+08:00。',
    en: 'Give a time with its zone, such as 2026-11-22T15:30:00+08:00.',
  },
};

const amountText: Text = {
  zh: '须为金额，最多两位小数，例如 12800.00。',
  en: 'Give an amount with at most two decimals, such as "12800.00".',
};

const phoneText: Text = {
  zh: '须为电话号码，至少 5 位数字，例如 0571-87654321。',
  en: 'Give a telephone number of at least 5 digits, such as 0571-87654321.',
};

const nameText: Text = {
  zh: '须为名称，不能只有数字或符号。',
  en: 'Give a name, not digits or marks alone.',
};

const tableFileText: Text = {
  zh: '须为 .csv 或 .xlsx 文件的名称，例如 客户名单.xlsx。',
  en: 'Give the name of a .csv or .xlsx file, such as customers.xlsx.',
};

/** What a pattern of the schemas asks for, by what only it has in it. */
const patterns: readonly (readonly [part: string, text: Text])[] = [
  ['(\\.\\d{1,2})?', amountText],
  ['０-９', phoneText],
  ['\\p{L}', nameText],
  ['csv|xlsx', tableFileText],
];

function format(issue: z.core.$ZodIssueInvalidStringFormat): Text {
  const pattern = issue.format === 'regex' ? (issue.pattern ?? '') : '';
  const known = patterns.find(([part]) => pattern.includes(part));
  if (known !== undefined) {
    return known[1];
  }
  return formats[issue.format] ?? unfit;
}

/** The sentence for a choice outside a list. */
export function oneOf(allowed: readonly string[]): Text {
  return { zh: `须为以下之一：${allowed.join('、')}。`, en: `Give one of: ${allowed.join(', ')}.` };
}

function tooSmall(issue: z.core.$ZodIssueTooSmall, found: unknown): Text {
  const least = String(issue.minimum);
  if (issue.origin === 'string') {
    return found === '' || least === '1'
      ? missing
      : { zh: `至少 ${least} 个字。`, en: `At least ${least} characters.` };
  }
  if (issue.origin === 'array') {
    return { zh: `至少 ${least} 项。`, en: `At least ${least} ${least === '1' ? 'entry' : 'entries'}.` };
  }
  return issue.inclusive === false
    ? { zh: `须大于 ${least}。`, en: `Must be greater than ${least}.` }
    : { zh: `不能小于 ${least}。`, en: `Must be at least ${least}.` };
}

function tooBig(issue: z.core.$ZodIssueTooBig): Text {
  const most = String(issue.maximum);
  if (issue.origin === 'string') {
    return { zh: `最多 ${most} 个字。`, en: `At most ${most} characters.` };
  }
  if (issue.origin === 'array') {
    return { zh: `最多 ${most} 项。`, en: `At most ${most} ${most === '1' ? 'entry' : 'entries'}.` };
  }
  return issue.inclusive === false
    ? { zh: `须小于 ${most}。`, en: `Must be less than ${most}.` }
    : { zh: `不能大于 ${most}。`, en: `Must be at most ${most}.` };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );
}
