import { describe, expect, test } from 'vitest';
import { escapeHtml, html } from '../../../../functions/shared/pages/html.ts';

describe('the html tag', () => {
  test('escapes what is put into elements and attributes', () => {
    const evil = `"><script>alert('1')</script>&amp;`;
    expect(html`<p title="${evil}">${evil}</p>`.toString()).toBe(
      `<p title="${escapeHtml(evil)}">${escapeHtml(evil)}</p>`,
    );
    expect(escapeHtml(evil)).not.toMatch(/[<>"']/);
    expect(escapeHtml(evil)).toContain('&amp;amp;');
  });

  test('keeps markup that it made itself, in lists too, and leaves out what is absent', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}${undefined}${false}${0}</ul>`.toString()).toBe('<ul><li>a</li><li>&lt;b&gt;</li>0</ul>');
  });
});
