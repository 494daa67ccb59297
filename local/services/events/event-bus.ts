import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../../asl/contract.ts';
import type { Log } from '../../contract.ts';
import type { RuleSpec } from '../../template/events.ts';
import type { Usage } from '../../usage.ts';
import { ServiceError } from '../aws/service-error.ts';
import type { DeliveryOptions } from './deliveries.ts';
import { matchesPattern } from './event-pattern.ts';
import { inputFor } from './target-input.ts';

/** An event as it travels on a bus. */
export interface BusEvent {
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: Json;
  readonly resources: readonly string[];
  /** Epoch milliseconds. */
  readonly time: number;
}

/** What a bus needs of its surroundings. */
export interface BusPorts {
  readonly region: string;
  readonly account: string;
  /** Writes a delivery down; durable once it returns. */
  readonly deliver: (target: string, payload: string, options: DeliveryOptions) => void;
  readonly usage: Usage;
  readonly log: Log;
  readonly now: () => number;
}

/** EventBridge's buses with the template's rules. */
export class EventBus {
  readonly rules: readonly RuleSpec[];
  readonly buses: readonly string[];
  private readonly ports: BusPorts;

  constructor(rules: readonly RuleSpec[], buses: readonly string[], ports: BusPorts) {
    this.rules = rules;
    this.buses = buses;
    this.ports = ports;
  }

  /** Hands an event to every rule it matches; durable once it returns. @returns the event's id. */
  publish(event: BusEvent): string {
    const id = randomUUID();
    const envelope: Json = {
      version: '0',
      id,
      'detail-type': event.detailType,
      source: event.source,
      account: this.ports.account,
      time: new Date(event.time).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      region: this.ports.region,
      resources: [...event.resources],
      detail: event.detail,
    };
    for (const rule of this.rules) {
      if (rule.bus !== event.bus || !rule.enabled || rule.pattern === undefined) continue;
      if (this.matches(rule, envelope)) this.send(rule, envelope);
    }
    return id;
  }

  /** Fires a scheduled rule. @param at epoch milliseconds for which it was due. */
  fire(rule: RuleSpec, at: number): void {
    this.send(rule, {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: this.ports.account,
      time: new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      region: this.ports.region,
      resources: [rule.arn],
      detail: {},
    });
  }

  /** The EventBridge API: PutEvents, ListRules, ListTargetsByRule, ListEventBuses. */
  actions(): Record<string, (input: Json) => Json> {
    return {
      PutEvents: (input) => this.putEvents(input),
      ListRules: (input) => this.listRules(input),
      ListTargetsByRule: (input) => this.listTargets(input),
      ListEventBuses: () => this.listEventBuses(),
    };
  }

  /** PutEvents. @param input the request. */
  putEvents(input: Json): Json {
    const { Entries } = putEventsSchema.parse(input);
    const entries = Entries.map((entry): Json => {
      const problem = this.problemOf(entry);
      if (problem) return problem;
      const id = this.publish({
        bus: busName(entry.EventBusName),
        source: entry.Source ?? '',
        detailType: entry.DetailType ?? '',
        detail: JSON.parse(entry.Detail ?? '{}'),
        resources: entry.Resources,
        time: entry.Time === undefined ? this.ports.now() : entry.Time * 1000,
      });
      this.ports.usage.add('events', 'all', 1);
      return { EventId: id };
    });
    const failed = entries.filter((entry) => entry !== null && typeof entry === 'object' && 'ErrorCode' in entry);
    return { FailedEntryCount: failed.length, Entries: entries };
  }

  private listRules(input: Json): Json {
    const { EventBusName, NamePrefix } = listRulesSchema.parse(input);
    const bus = busName(EventBusName);
    if (!this.buses.includes(bus)) {
      throw new ServiceError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
    }
    return {
      Rules: this.rules
        .filter((rule) => rule.kind === 'rule' && rule.bus === bus && rule.name.startsWith(NamePrefix))
        .map((rule) => ({
          Name: rule.name,
          Arn: rule.arn,
          State: rule.enabled ? 'ENABLED' : 'DISABLED',
          EventBusName: rule.bus,
          ...(rule.pattern === undefined ? {} : { EventPattern: JSON.stringify(rule.pattern) }),
          ...(rule.schedule === undefined ? {} : { ScheduleExpression: rule.schedule }),
        })),
    };
  }

  private listTargets(input: Json): Json {
    const { Rule, EventBusName } = targetsSchema.parse(input);
    const rule = this.rules.find(({ name, bus }) => name === Rule && bus === busName(EventBusName));
    if (!rule) throw new ServiceError('ResourceNotFoundException', `Rule ${Rule} does not exist.`);
    return { Targets: rule.targets.map(({ id, arn }) => ({ Id: id, Arn: arn })) };
  }

  private listEventBuses(): Json {
    const { region, account } = this.ports;
    return {
      EventBuses: this.buses.map((name) => ({
        Name: name,
        Arn: `arn:aws:events:${region}:${account}:event-bus/${name}`,
      })),
    };
  }

  /** A pattern that is not covered takes nothing else down with it. */
  private matches(rule: RuleSpec, envelope: Json): boolean {
    try {
      return matchesPattern(rule.pattern ?? null, envelope);
    } catch (error) {
      this.ports.log.warn(`${rule.name}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  private send(rule: RuleSpec, envelope: Json): void {
    for (const target of rule.targets) {
      this.ports.log.detail(`${rule.name} → ${target.arn}`);
      this.ports.deliver(target.arn, inputFor(target, envelope), {
        maxRetries: target.maxRetries,
        maxAgeMs: target.maxAgeMs,
        ...(target.deadLetterArn === undefined ? {} : { deadLetterArn: target.deadLetterArn }),
      });
    }
  }

  private problemOf(entry: z.infer<typeof entrySchema>): Json | undefined {
    if (!this.buses.includes(busName(entry.EventBusName))) {
      return {
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Event bus ${entry.EventBusName} does not exist.`,
      };
    }
    for (const [name, value] of [
      ['Source', entry.Source],
      ['DetailType', entry.DetailType],
      ['Detail', entry.Detail],
    ]) {
      if (value === undefined || value === '') {
        return {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
        };
      }
    }
    try {
      JSON.parse(entry.Detail ?? '');
      return undefined;
    } catch {
      return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    }
  }
}

const entrySchema = z.object({
  EventBusName: z.string().default('default'),
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  Time: z.number().optional(),
});
const putEventsSchema = z.object({ Entries: z.array(entrySchema).min(1).max(10) });
const listRulesSchema = z.object({ EventBusName: z.string().default('default'), NamePrefix: z.string().default('') });
const targetsSchema = z.object({ Rule: z.string(), EventBusName: z.string().default('default') });

function busName(nameOrArn: string): string {
  return nameOrArn.split('/').at(-1) ?? nameOrArn;
}
