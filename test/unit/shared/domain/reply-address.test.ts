import { describe, expect, test } from 'vitest';
import { linkHash, linkId } from '../../../../functions/shared/domain/link.ts';
import {
  type Asked,
  hashOfReplyAddress,
  isReplyHashOf,
  replyAddress,
} from '../../../../functions/shared/domain/reply-address.ts';

const asked = { taskId: 'AD-20261123-7K3F9Q.23-collection.mi9x2k1a-0000', attempt: 1, personId: 'zhang.wei' };
const addressOf = ({ taskId, attempt, personId }: Asked): string =>
  replyAddress(linkHash(linkId('secret', taskId, attempt, personId)), 'reply.example.com');
const address = addressOf(asked);

describe('reply addresses', () => {
  test('given a task, an attempt and a person, then the address leads back to their link and fits a local part', () => {
    expect(address).toMatch(/^r-[a-z2-7]{52}@reply\.example\.com$/);
    expect(address.indexOf('@')).toBeLessThanOrEqual(64);
    const hash = hashOfReplyAddress(address, 'reply.example.com');
    expect(hash).toBe(linkHash(linkId('secret', asked.taskId, 1, 'zhang.wei')));
    expect(isReplyHashOf('secret', asked, hash ?? '')).toBe(true);
  });

  test('given a mail system that folds case or pads, then the address is the same', () => {
    expect(hashOfReplyAddress(` ${address.toUpperCase()} `, 'Reply.Example.com')).toBe(
      hashOfReplyAddress(address, 'reply.example.com'),
    );
  });

  test.each([
    ['another task', { ...asked, taskId: `${asked.taskId}x` }],
    ['another attempt', { ...asked, attempt: 2 }],
    ['another person', { ...asked, personId: 'zhao.min' }],
  ])('given %s, then the address is another and the hash does not match', (_, other) => {
    expect(addressOf(other)).not.toBe(address);
    const hash = hashOfReplyAddress(address, 'reply.example.com') ?? '';
    expect(isReplyHashOf('secret', other, hash)).toBe(false);
  });

  test('given another secret, then the hash does not match', () => {
    const hash = hashOfReplyAddress(address, 'reply.example.com') ?? '';
    expect(isReplyHashOf('another', asked, hash)).toBe(false);
    expect(isReplyHashOf('secret', asked, hash.slice(2))).toBe(false);
  });

  test.each([
    ['another domain', address.replace('reply.', 'mail.')],
    ['two domains', `${address}@reply.example.com`],
    ['no prefix', address.replace('r-', '')],
    ['a letter less', address.replace(/.@/, '@')],
    ['a letter outside the alphabet', address.replace(/.@/, '1@')],
    // The last letter carries one bit of the hash and four that must be zero.
    ['a second spelling of the same bytes', address.replace(/.@/, (end) => (end === 'b@' ? '@' : 'b@'))],
    ['an ordinary address', 'zhang.wei@reply.example.com'],
  ])('given %s, then it is no reply address', (_, other) => {
    expect(hashOfReplyAddress(other, 'reply.example.com')).toBeUndefined();
  });
});
