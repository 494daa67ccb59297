import { describe, expect, test } from 'vitest';
import { fieldsOf, type Leaf } from '../../../../functions/shared/pages/form-field.ts';
import { fromValues } from '../../../../functions/shared/pages/form-values.ts';
import { formFields } from '../../../../functions/shared/pages/form-view.ts';

const label = { zh: '数', en: 'Number' };

function shown(kind: Leaf['kind'], optional = false): string {
  const state = { language: 'en', values: new Map(), errors: new Map(), moreRows: new Map(), action: '/' } as const;
  return formFields([{ kind, key: 'x', label, optional }], state).toString();
}

function patternOf(kind: Leaf['kind']): RegExp {
  const [, pattern = '-'] = / pattern="([^"]+)"/.exec(shown(kind)) ?? [];
  return new RegExp(`^(?:${pattern})$`, 'v');
}

describe('what the browser checks while a form is filled in', () => {
  test('is that nothing required is left out', () => {
    expect(shown('text')).toContain('required="required"');
    expect(shown('text', true)).not.toContain('required');
    expect(shown('yes-no')).not.toContain('required');
  });

  test.each([
    ['amount', '12800.00', '12800.00'],
    ['amount', '¥12,800.5 元', '12800.5'],
    ['amount', '１２８００．００', '12800.00'],
    ['integer', '30', 30],
    ['integer', '1,200', 1200],
    ['percent', '6', 0.06],
    ['percent', '12.5%', 0.125],
    ['percent', '６％', 0.06],
  ] as const)('takes as %s what is read as one: %s', (kind, typed, value) => {
    expect(typed).toMatch(patternOf(kind));
    const fields = [{ kind, key: 'x', label, optional: false }];
    expect(fromValues(fields, new Map([['x', typed]]))).toEqual({ x: value });
  });

  test.each([
    ['amount', '一千'],
    ['amount', '12.345'],
    ['amount', '-5'],
    ['integer', '3.5'],
    ['integer', '很多'],
    ['percent', '1000'],
    ['percent', 'six'],
  ] as const)('marks as no %s: %s', (kind, typed) => {
    expect(typed).not.toMatch(patternOf(kind));
  });

  test('holds for every document’s figures', () => {
    const figures = fieldsOf('quote').flatMap((field) => (field.kind === 'rows' ? field.fields : [field]));
    const kinds = new Set(figures.map(({ kind }) => kind).filter((kind) => /amount|integer|percent/.test(kind)));
    expect(kinds).toEqual(new Set(['amount', 'integer', 'percent']));
  });
});
