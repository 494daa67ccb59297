import { applicationKinds, applicationResults } from '../../functions/shared/domain/application.ts';
import { PARTNER_CAPACITY, SALESPERSON_CAPACITY } from '../../functions/shared/domain/intake.ts';
import { poolActions, poolRights, type Reach } from '../../functions/shared/domain/pool-rights.ts';
import { CLAIMS_A_DAY, COOL_DOWN_DAYS } from '../../functions/shared/domain/pools.ts';
import { type Role, roleIds, roles } from '../../functions/shared/domain/roles.ts';
import { table } from './table.ts';

const reaches: Readonly<Record<Reach, string>> = {
  own: '本人 · own',
  below: '下属 · those below',
  partner: '本渠道商 · the partner’s',
  all: '全部 · all',
};

const concerned: readonly Role[] = roleIds.filter((role) => poolActions.some((action) => role in poolRights[action]));

/** What the rules say of customer intake, for its page. */
export function intakeSections(): readonly string[] {
  return [
    [
      '## What leads here',
      '',
      'Whoever enters a customer is answered at once; only what a person has to decide becomes an application and starts this machine.',
      '',
      table(
        ['`POST /customers` finds', 'What follows', ''],
        [
          ['no duplicate', 'it is entered into the private pool', 'IN-2'],
          ['the customer in somebody’s pool', 'refused; finder and holder are mailed', 'IN-3'],
          ['what may be a customer that is there', 'an application of kind `entry`: this machine', 'IN-4, IN-5'],
          ['the customer in the public pool, same region', 'it is picked', 'IN-4'],
          [
            'the customer in the public pool, another region',
            'refused; `POST /customers/{id}/transfer-in` is an application of kind `transfer-in`: this machine',
            'IN-4',
          ],
          ['odd numbers', 'they are confirmed with the customer first', 'IN-1, IN-6'],
        ],
      ),
      '',
      `Applications are of the kinds ${listed(applicationKinds)}; they end as ${listed(applicationResults)}.`,
    ].join('\n'),
    [
      '## Limits',
      '',
      table(
        ['', 'At most', ''],
        [
          ['a salesperson’s pool', `${SALESPERSON_CAPACITY} customers`, 'IN-7'],
          ['the pools of a channel partner’s salespeople together', `${PARTNER_CAPACITY} customers`, 'IN-7'],
          ['picked by one salesperson', `${CLAIMS_A_DAY} a day`, 'we decide'],
          ['picked again by who gave it up', `after ${COOL_DOWN_DAYS} days`, 'we decide'],
        ],
      ),
    ].join('\n'),
    [
      '## Who may do what (IN-8)',
      '',
      'The table of [`functions/shared/domain/pool-rights.ts`](../../functions/shared/domain/pool-rights.ts): whose pools each right reaches.',
      '',
      table(
        ['', ...poolActions],
        concerned.map((role) => [
          `${roles[role].zh} · ${roles[role].en}`,
          ...poolActions.map((action) => {
            const reach = poolRights[action][role];
            return reach === undefined ? '' : reaches[reach];
          }),
        ]),
      ),
      '',
      '`administer` is assigning regions and opening and closing accounts: of a partner’s people for a channel manager, of everybody who sells for a director. `organise` is saying who is under whom and works for which partner.',
    ].join('\n'),
  ];
}

function listed(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(', ');
}
