import type { ImportClashes } from '../domain/customer-import.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { momentText } from '../pages/moments.ts';
import { letter } from './letter.ts';

export interface ImportClashMail {
  /** The holder of the customers. */
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly clashes: ImportClashes;
  /** Names of people by user name. */
  readonly people: ReadonlyMap<string, string>;
  /** Names of the holder's customers by id. */
  readonly customers: ReadonlyMap<string, string>;
}

/** The one mail that tells a holder which rows of an import are customers of theirs (IN-3). Asks for no reply. */
export function importClashMail({ person, clashes, people, customers }: ImportClashMail): Mail {
  const { rows, by, at } = clashes;
  const named = (id: string): string => people.get(id) ?? id;
  return letter({
    person,
    subject: {
      zh: `导入的名单中有 ${rows} 个您的客户`,
      en: `${rows === 1 ? 'A customer' : `${rows} customers`} of yours in an imported list`,
    },
    heading: { zh: '客户重复', en: 'The customers are there already' },
    blocks: (say, language) => [
      {
        kind: 'paragraph',
        text: say(
          `${named(by)}导入的客户名单中，有 ${rows} 行是您仓库中的客户，未予录入。请与下列同事联系，接收线索。`,
          `${rows === 1 ? 'One row' : `${rows} rows`} of a list that ${named(by)} imported ${rows === 1 ? 'is a customer' : 'are customers'} in your pool and ${rows === 1 ? 'was' : 'were'} not entered. Please ask these colleagues for the leads.`,
        ),
      },
      {
        kind: 'list',
        label: say('名单中的客户', 'In the list'),
        items: [
          ...clashes.clashes.map(({ finder, typedName, customerId }) => {
            const own = customers.get(customerId);
            const yours = own === undefined || own === typedName ? '' : say(`，即您的客户 ${own}`, `, your ${own}`);
            return `${named(finder)}${say('：', ': ')}${typedName}${yours}`;
          }),
          ...(rows > clashes.clashes.length
            ? [say(`另有 ${rows - clashes.clashes.length} 行`, `and ${rows - clashes.clashes.length} rows more`)]
            : []),
        ],
      },
      { kind: 'facts', rows: [[say('导入时间', 'Imported'), momentText(at, language)]] },
      { kind: 'small', text: say('此邮件无需回复。', 'No reply is needed.') },
    ],
  });
}
