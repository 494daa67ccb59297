import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Text } from '../functions/shared/domain/language.ts';
import { chartOf, wholeChartOf } from './diagram/chart.ts';
import { readDefinition } from './diagram/definition.ts';
import { intakeSections } from './diagram/intake-sections.ts';
import { processPage } from './diagram/page.ts';
import { straightPage } from './diagram/straight-page.ts';
import { drawProcess, drawStraight } from './diagram/svg.ts';

/** `npm run diagram`: draws the processes and writes their pages from the state machines, the single source of both. */

const title = { zh: '广告销售业务流程', en: 'Advertising sales: standard operating procedure' };
const parts = [
  { zh: '一、报价与合同', en: 'Offer and contract' },
  { zh: '二、广告设计与发布', en: 'Ad design and publication' },
  { zh: '三、发布单与订单', en: 'Publication form and order' },
];

/** Every other process, by its file; a machine that is not here is shown under its own comment. */
const straight: Readonly<Record<string, { readonly title: Text; readonly sections?: () => readonly string[] }>> = {
  'customer-intake': {
    title: { zh: '客户录入与调入审批', en: 'Customer intake: applications' },
    sections: intakeSections,
  },
  'import-customers': { title: { zh: '客户批量导入', en: 'Import of a file of customers' } },
  'reindex-customers': { title: { zh: '重建客户索引', en: 'The index of customers made anew' } },
};

const root = new URL('..', import.meta.url);
const machines = new URL('statemachines/', root);

/** What `docs/processes` must hold, by file name. */
export async function processFiles(): Promise<Readonly<Record<string, string>>> {
  const machine = readDefinition(readFileSync(new URL('ad-sales.asl.json', machines), 'utf8'));
  const files: Record<string, string> = {
    'ad-sales.svg': await drawProcess(title, parts, chartOf(machine)),
    'ad-sales.md': processPage(title, 'ad-sales.asl.json', machine),
  };
  for (const file of readdirSync(machines).toSorted()) {
    const name = file.replace('.asl.json', '');
    if (`${name}.md` in files) continue;
    const definition = readDefinition(readFileSync(new URL(file, machines), 'utf8'));
    const known = straight[name] ?? { title: { zh: name, en: definition.Comment ?? name } };
    files[`${name}.svg`] = await drawStraight(known.title, { zh: '状态机', en: file }, wholeChartOf(definition));
    files[`${name}.md`] = straightPage(known.title, file, definition, known.sections?.());
  }
  return files;
}

if (import.meta.main) {
  for (const [name, content] of Object.entries(await processFiles())) {
    writeFileSync(new URL(`docs/processes/${name}`, root), content);
    process.stdout.write(`docs/processes/${name}\n`);
  }
}
