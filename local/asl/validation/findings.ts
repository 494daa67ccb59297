import type { Diagnostic, Json } from '../contract.ts';

/** Code of what AWS would take and this executor does not: query language JSONPath, Distributed Map, activities. */
export const UNSUPPORTED = 'LOCAL_EXECUTOR_UNSUPPORTED';

export type JsonObject = { readonly [key: string]: Json };

/** Collects what is wrong with a definition. */
export class Findings {
  readonly list: Diagnostic[] = [];

  /** @param location JSON pointer into the definition, `/States/Ask/Next`. */
  error(code: string, message: string, location: string): void {
    this.list.push({ severity: 'ERROR', code, message, location });
  }

  /** Most of what AWS finds has this code. */
  schema(message: string, location: string): void {
    this.error('SCHEMA_VALIDATION_FAILED', message, location);
  }

  unsupported(message: string, location: string): void {
    this.error(UNSUPPORTED, message, location);
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
