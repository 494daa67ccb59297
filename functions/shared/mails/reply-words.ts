import type { Language } from '../domain/language.ts';
import { suggestedWords } from '../domain/reply-keyword.ts';
import { decidableByReply } from '../domain/reply-reading.ts';
import type { Step } from '../domain/steps.ts';
import type { Block } from './mail-body.ts';

/**
 * What to write in a reply, one line for each outcome a reply can give; nothing for a step that needs its form.
 * @param again whether the person has replied before
 */
export function replyWords(step: Step, language: Language, again: boolean): readonly Block[] {
  const outcomes = step.outcomes.filter((outcome) => decidableByReply(step, outcome));
  if (outcomes.length === 0) return [];
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  if (step.produces === 'publication') {
    return [
      {
        kind: 'paragraph',
        text: say(
          '也可以直接回复本邮件：写明发布页面的完整地址（以 http:// 或 https:// 开头），每行一个。',
          'Or simply reply to this mail with the full addresses of the published pages, starting with http:// or https://, one on each line.',
        ),
      },
    ];
  }
  return [
    {
      kind: 'list',
      label: again
        ? say(
            '请再次回复本邮件，第一行只写以下词语之一，说明写在下面各行：',
            'Reply to this mail once more: the first line exactly one of these, the comment below it:',
          )
        : say(
            '也可以直接回复本邮件：第一行只写以下词语之一，说明写在下面各行：',
            'Or simply reply to this mail: the first line exactly one of these, the comment below it:',
          ),
      items: outcomes.map((outcome) => {
        const reason = outcome.needsComment ? say('（须写明原因）', ' (with the reason)') : '';
        return `${suggestedWords(outcome).join(' / ')}${reason}`;
      }),
    },
  ];
}
