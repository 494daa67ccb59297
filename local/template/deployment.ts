import { readAssembly } from './assembly.ts';
import { type BucketSpec, bucketsOf } from './buckets.ts';
import {
  busNamesOf,
  type MappingSpec,
  mappingsOf,
  parametersOf,
  type QueueSpec,
  queuesOf,
  type RuleSpec,
  rulesOf,
} from './events.ts';
import { type FunctionSpec, functionsOf } from './functions.ts';
import { type HttpApiSpec, httpApisOf } from './http-apis.ts';
import { type ReceiptRuleSpec, receiptRulesOf } from './receipt-rules.ts';
import { type Resource, resolveStacks, type Surroundings } from './resolve-stacks.ts';
import { ofType } from './resource-properties.ts';
import { withPoolsHere } from './sign-in-addresses.ts';
import { type StateMachineSpec, stateMachinesOf } from './state-machines.ts';
import { type TableSpec, tablesOf } from './tables.ts';
import { type UserPoolSpec, userPoolsOf } from './user-pools.ts';

/** Everything the assembly deploys, as the local run carries it out. */
export interface Deployment {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly functions: readonly FunctionSpec[];
  readonly tables: readonly TableSpec[];
  readonly machines: readonly StateMachineSpec[];
  readonly rules: readonly RuleSpec[];
  readonly buses: readonly string[];
  readonly mappings: readonly MappingSpec[];
  readonly queues: readonly QueueSpec[];
  readonly buckets: readonly BucketSpec[];
  readonly apis: readonly HttpApiSpec[];
  readonly pools: readonly UserPoolSpec[];
  readonly parameters: ReadonlyMap<string, string>;
  readonly secrets: readonly Resource[];
  readonly mailIdentities: readonly string[];
  readonly receiptRules: readonly ReceiptRuleSpec[];
}

/**
 * Reads an assembly and settles everything in it.
 * @param assemblyDir the synthesized assembly (`cdk.out`). @param stage see `readAssembly`.
 * @throws Error naming the resource that is not covered.
 */
export function readDeployment(assemblyDir: string, surroundings: Surroundings, stage?: string): Deployment {
  const { resources, outputs } = resolveStacks(readAssembly(assemblyDir, stage), surroundings);
  const pools = userPoolsOf(resources);
  return {
    resources,
    outputs,
    functions: withPoolsHere(functionsOf(resources), pools, surroundings),
    tables: tablesOf(resources),
    machines: stateMachinesOf(resources),
    rules: rulesOf(resources),
    buses: busNamesOf(resources),
    mappings: mappingsOf(resources),
    queues: queuesOf(resources),
    buckets: bucketsOf(resources),
    apis: httpApisOf(resources),
    pools,
    parameters: parametersOf(resources),
    secrets: ofType(resources, 'AWS::SecretsManager::Secret'),
    receiptRules: receiptRulesOf(resources),
    mailIdentities: ofType(resources, 'AWS::SES::EmailIdentity').map((resource) => resource.ref),
  };
}
