import { readings } from './reading-parts.ts';
import type { RegisteredName } from './register-names.ts';

/** The ways in which salespeople write a name they have heard or seen, one for each turn. */
const retypings: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.replace('有限公司', '有限责任公司'),
  (name) => name.replace(/(?:有限责任公司|有限公司)$/u, ''),
  (name) => name.replace(/[省市县]/u, ''),
  (name) => ` ${name.slice(0, 4)} ${name.slice(4)}`,
  (name) => name.replaceAll('(', '（').replaceAll(')', '）').replace('公司', '公　司'),
  (name) => readings.toBracket(name),
  (name) => readings.withoutRegion(name),
];

/** A name as somebody else would type it. */
export function retyped({ name }: RegisteredName, turn: number): string {
  return (retypings[turn % retypings.length] ?? ((same) => same))(name);
}
