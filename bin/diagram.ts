import { readFileSync, writeFileSync } from 'node:fs';
import { chartOf } from './diagram/chart.ts';
import { readDefinition } from './diagram/definition.ts';
import { processPage } from './diagram/page.ts';
import { drawProcess } from './diagram/svg.ts';

/** `npm run diagram`: draws the processes and writes their pages from the state machines, the single source of both. */

const title = { zh: '广告销售业务流程', en: 'Advertising sales: standard operating procedure' };
const parts = [
  { zh: '一、报价与合同', en: 'Offer and contract' },
  { zh: '二、广告设计与发布', en: 'Ad design and publication' },
  { zh: '三、发布单与订单', en: 'Publication form and order' },
];

const root = new URL('..', import.meta.url);

/** What `docs/processes` must hold, by file name. */
export async function processFiles(): Promise<Readonly<Record<string, string>>> {
  const machine = readDefinition(readFileSync(new URL('statemachines/ad-sales.asl.json', root), 'utf8'));
  return {
    'ad-sales.svg': await drawProcess(title, parts, chartOf(machine)),
    'ad-sales.md': processPage(title, 'ad-sales.asl.json', machine),
  };
}

if (import.meta.main) {
  for (const [name, content] of Object.entries(await processFiles())) {
    writeFileSync(new URL(`docs/processes/${name}`, root), content);
    process.stdout.write(`docs/processes/${name}\n`);
  }
}
