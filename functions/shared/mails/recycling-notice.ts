import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { missingTexts } from '../domain/recycling.ts';
import type { RecyclingWord } from '../domain/recycling-ports.ts';
import { letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface RecyclingNotice {
  readonly person: Pick<Person, 'id' | 'name' | 'email' | 'language'>;
  /** Of the person's own customers, and of those of the people they supervise. */
  readonly words: readonly RecyclingWord[];
  /** Names of the holders by user name. */
  readonly holders: ReadonlyMap<string, string>;
}

/** So many customers are named in a list; the rest are counted. */
const MOST_NAMED = 200;

/** The mail that warns of customers that will go back to the public pool and tells of those that did (IN-10). */
export function recyclingNotice(notice: RecyclingNotice): Mail {
  const warned = notice.words.filter(({ kind }) => kind === 'warning');
  const recycled = notice.words.filter(({ kind }) => kind === 'recycling');
  const zh = [
    ...(warned.length > 0 ? [`${warned.length} 个客户即将退回公海`] : []),
    ...(recycled.length > 0 ? [`${recycled.length} 个客户已退回公海`] : []),
  ];
  const en = [
    ...(warned.length > 0 ? [`${customers(warned.length)} about to return to the public pool`] : []),
    ...(recycled.length > 0 ? [`${customers(recycled.length)} returned to the public pool`] : []),
  ];
  return letter({
    person: notice.person,
    subject: { zh: zh.join('，'), en: en.join(', ') },
    heading: { zh: '客户回收', en: 'Recycling of customers' },
    blocks: (say) => [
      ...(warned.length > 0 ? warnings(notice, warned, say) : []),
      ...(recycled.length > 0 ? returns(notice, recycled, say) : []),
      { kind: 'small', text: say('此邮件无需回复。', 'No reply is needed.') },
    ],
  });
}

function warnings(notice: RecyclingNotice, words: readonly RecyclingWord[], say: Say): readonly Block[] {
  return [
    {
      kind: 'paragraph',
      text: say(
        '以下客户长期未联系或未下单，将在所示日期退回公海。请在此之前联系客户并登记联系记录，或促成订单。',
        'These customers have not been contacted, or have not ordered, for long. They return to the public pool on the day shown unless a contact is put on record, or an order comes, before.',
      ),
    },
    list(notice, words, say('即将退回公海', 'About to return'), say),
  ];
}

function returns(notice: RecyclingNotice, words: readonly RecyclingWord[], say: Say): readonly Block[] {
  return [
    {
      kind: 'paragraph',
      text: say(
        '以下客户已退回公海。原归属人 30 天内不能再挑入。',
        'These customers have returned to the public pool. Who held them may not pick them again for 30 days.',
      ),
    },
    list(notice, words, say('已退回公海', 'Returned'), say),
  ];
}

function list({ person, holders }: RecyclingNotice, words: readonly RecyclingWord[], label: string, say: Say): Block {
  const sorted = words.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const items = sorted.slice(0, MOST_NAMED).map(({ customerName, holder, missing, recycleOn, lastDay }) => {
    const whose = holder === person.id ? '' : `${holders.get(holder) ?? holder}${say('：', ': ')}`;
    const why = say(missingTexts[missing].zh, missingTexts[missing].en.toLowerCase());
    const when =
      recycleOn === undefined
        ? say(`期限 ${lastDay}`, `last day ${lastDay}`)
        : say(`${recycleOn} 退回`, `returns on ${recycleOn}`);
    return `${whose}${customerName}${say('（', ' (')}${why}${say('，', ', ')}${when}${say('）', ')')}`;
  });
  const more = sorted.length - items.length;
  return {
    kind: 'list',
    label,
    items: more > 0 ? [...items, say(`以及另外 ${more} 个`, `and ${more} more`)] : items,
  };
}

/** By holder, then soonest first. */
function order({ holder, recycleOn, lastDay, customerId }: RecyclingWord): string {
  return `${holder} ${recycleOn ?? lastDay} ${customerId}`;
}

function customers(number: number): string {
  return number === 1 ? '1 customer' : `${number} customers`;
}
