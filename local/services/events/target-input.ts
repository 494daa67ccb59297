import type { Json } from '../../asl/contract.ts';
import type { TargetSpec } from '../../template/events.ts';

/** What a target is sent for an event: JSON text. @throws Error when an input template does not yield JSON. */
export function inputFor(target: TargetSpec, event: Json): string {
  if (target.input !== undefined) return target.input;
  if (target.inputPath !== undefined) return JSON.stringify(valueAt(event, target.inputPath) ?? null);
  if (target.inputTransformer === undefined) return JSON.stringify(event);
  const { paths, template } = target.inputTransformer;
  const values: Record<string, Json | undefined> = { 'aws.events.event': event, 'aws.events.event.json': event };
  for (const [name, path] of Object.entries(paths)) values[name] = valueAt(event, path);
  const filled = fill(template, values);
  try {
    return JSON.stringify(JSON.parse(filled));
  } catch {
    return JSON.stringify(filled);
  }
}

/** A placeholder inside a JSON string stands for plain text, elsewhere for a JSON value. */
function fill(template: string, values: Readonly<Record<string, Json | undefined>>): string {
  let inString = false;
  let result = '';
  for (let index = 0; index < template.length; index += 1) {
    const character = template[index] ?? '';
    if (character === '\\') {
      result += character + (template[index + 1] ?? '');
      index += 1;
      continue;
    }
    if (character === '"') inString = !inString;
    const name = character === '<' ? /^<([\w.]+)>/.exec(template.slice(index))?.[1] : undefined;
    if (name === undefined || !(name in values)) {
      result += character;
      continue;
    }
    const value = values[name];
    if (!inString) result += value === undefined ? '""' : JSON.stringify(value);
    else if (value !== undefined) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      result += JSON.stringify(text).slice(1, -1);
    }
    index += name.length + 1;
  }
  return result;
}

/** `$.detail.items[0].name`; undefined where nothing is. */
function valueAt(event: Json, path: string): Json | undefined {
  let value: Json | undefined = event;
  for (const step of path.replace(/^\$\.?/, '').matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    if (value === null || typeof value !== 'object') return undefined;
    if (Array.isArray(value)) value = value[Number(step[2] ?? step[1])];
    else value = value[step[1] ?? ''];
  }
  return value;
}
