import type { Json } from '../asl/contract.ts';
import type { AssemblyStack } from './assembly.ts';
import { coverageOf, customResourceProvider } from './coverage.ts';
import { nameResource, type ResourceNames } from './identity.ts';
import { resolveCondition, resolveIntrinsics, type Scope } from './intrinsics.ts';
import type { TemplateResource } from './template.ts';

/** Where the stacks are set up. */
export interface Surroundings {
  readonly region: string;
  readonly account: string;
  readonly appUrl: string;
  readonly awsUrl: string;
  /**
   * The secret string behind a `{{resolve:secretsmanager:…}}`.
   * @param secretArn the secret's ARN. @param properties its resolved properties, to make it on first use.
   */
  secretString(secretArn: string, properties: Readonly<Record<string, Json>>): string;
}

/** A resource with everything in it settled. */
export interface Resource {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, Json>>;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The construct's path in the CDK tree, where the template tells it. */
  readonly path: string;
  /** Why the resource changes nothing here; undefined when it is carried out. */
  readonly noLocalEffect?: string;
  readonly assets: ReadonlyMap<string, string>;
}

/** Resources of all stacks, in deploy order, and the stacks' outputs by `<stack>.<output>`. */
export interface ResolvedStacks {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, Json>>;
}

/**
 * Settles every value of every stack, exports before imports.
 * @throws Error naming the resource for a type, function or reference that is not covered.
 */
export function resolveStacks(stacks: readonly AssemblyStack[], surroundings: Surroundings): ResolvedStacks {
  const exports = new Map<string, Json>();
  const resources: Resource[] = [];
  const outputs: Record<string, Json> = {};
  for (const stack of stacks) {
    const scope = new StackScope(stack, surroundings, exports);
    resources.push(...scope.resources());
    for (const [name, output] of Object.entries(stack.template.Outputs)) {
      if (output.Condition !== undefined && !scope.condition(output.Condition)) continue;
      const where = `${stack.name}/Outputs.${name}`;
      const value = resolveIntrinsics(output.Value, scope, where);
      outputs[`${stack.name}.${name}`] = value;
      if (output.Export) exports.set(String(resolveIntrinsics(output.Export.Name, scope, where)), value);
    }
  }
  return { resources, outputs };
}

class StackScope implements Scope {
  private readonly stack: AssemblyStack;
  private readonly surroundings: Surroundings;
  private readonly exports: ReadonlyMap<string, Json>;
  private readonly names = new Map<string, ResourceNames>();
  private readonly beingNamed = new Set<string>();

  constructor(stack: AssemblyStack, surroundings: Surroundings, exports: ReadonlyMap<string, Json>) {
    this.stack = stack;
    this.surroundings = surroundings;
    this.exports = exports;
  }

  resources(): Resource[] {
    const resources: Resource[] = [];
    const providers = this.customResourceProviders();
    for (const [logicalId, resource] of Object.entries(this.stack.template.Resources)) {
      if (resource.Condition !== undefined && !this.condition(resource.Condition)) continue;
      const coverage = providers.has(logicalId)
        ? customResourceProvider
        : coverageOf(resource.Type, this.stack.name, logicalId);
      const path = resource.Metadata?.['aws:cdk:path'];
      resources.push({
        stackName: this.stack.name,
        logicalId,
        type: resource.Type,
        properties: coverage.carriedOut ? this.properties(logicalId, resource) : {},
        ...this.nameOf(logicalId),
        path: typeof path === 'string' ? path : logicalId,
        ...(coverage.carriedOut ? {} : { noLocalEffect: coverage.reason }),
        assets: this.stack.assets,
      });
    }
    return resources;
  }

  /** Functions of CDK's own that only serve custom resources: CloudFormation calls them, nobody else. */
  private customResourceProviders(): ReadonlySet<string> {
    const providers = new Set<string>();
    for (const { Properties } of Object.values(this.stack.template.Resources)) {
      const token = Properties.ServiceToken;
      const attribute = isObject(token) ? token['Fn::GetAtt'] : undefined;
      const [provider] = Array.isArray(attribute) ? attribute : [];
      if (typeof provider === 'string') providers.add(provider);
    }
    return providers;
  }

  ref(name: string): Json {
    const { region, account } = this.surroundings;
    switch (name) {
      case 'AWS::Region':
        return region;
      case 'AWS::AccountId':
        return account;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return this.stack.name;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${region}:${account}:stack/${this.stack.name}/local`;
      case 'AWS::NotificationARNs':
        return [];
    }
    const parameter = this.stack.template.Parameters[name];
    if (parameter) {
      if (parameter.Default === undefined) throw new Error(`${this.stack.name}: parameter ${name} has no default`);
      return parameter.Default;
    }
    return this.nameOf(name).ref;
  }

  getAtt(logicalId: string, attribute: string): Json {
    const value = this.nameOf(logicalId).attributes[attribute];
    if (value !== undefined) return value;
    const type = this.stack.template.Resources[logicalId]?.Type;
    throw new Error(`${this.stack.name}/${logicalId}: the local run knows no attribute ${attribute} of ${type}`);
  }

  condition(name: string): boolean {
    const condition = this.stack.template.Conditions[name];
    if (condition === undefined) throw new Error(`${this.stack.name}: no condition ${name}`);
    return resolveCondition(condition, this, `${this.stack.name}/Conditions.${name}`);
  }

  importValue(exportName: string): Json {
    const value = this.exports.get(exportName);
    if (value === undefined) throw new Error(`${this.stack.name}: nothing exports ${exportName}`);
    return value;
  }

  mapping(map: string, key: string, second: string): Json {
    const value = this.stack.template.Mappings[map]?.[key]?.[second];
    if (value === undefined) throw new Error(`${this.stack.name}: no mapping ${map}.${key}.${second}`);
    return value;
  }

  /** `https://<api>.execute-api.<region>.amazonaws.com` answers at the local application's address. */
  finish(text: string): string {
    const resolved = text.includes('{{resolve:')
      ? text.replaceAll(/\{\{(resolve:[^}]+)\}\}/g, (_match, reference: string) => this.dynamicReference(reference))
      : text;
    const apiHost = new RegExp(
      `https://[a-z0-9]{10}\\.execute-api\\.${this.surroundings.region}\\.amazonaws\\.com`,
      'g',
    );
    return resolved.replaceAll(apiHost, this.surroundings.appUrl);
  }

  /** `resolve:secretsmanager:<secret id>:SecretString:<json key>:<stage>:<version>` */
  dynamicReference(reference: string): string {
    const match =
      /^resolve:secretsmanager:(arn:aws:secretsmanager:[^:]*:[^:]*:secret:[^:]+|[^:]+)(?::SecretString(?::([^:]*).*)?)?$/.exec(
        reference,
      );
    if (!match?.[1]) throw new Error(`${this.stack.name}: the local run does not cover {{${reference}}}`);
    const secretId = match[1];
    const owner = Object.entries(this.stack.template.Resources).find(
      ([id, resource]) => resource.Type === 'AWS::SecretsManager::Secret' && this.nameOf(id).ref === secretId,
    );
    const properties = owner ? this.properties(owner[0], owner[1]) : {};
    const secret = this.surroundings.secretString(secretId, properties);
    const key = match[2];
    if (key === undefined || key === '') return secret;
    const parsed: Json = JSON.parse(secret);
    const value = parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? parsed[key] : undefined;
    if (value === undefined) throw new Error(`${this.stack.name}: secret ${secretId} has no key ${key}`);
    return String(value);
  }

  private properties(logicalId: string, resource: TemplateResource): Record<string, Json> {
    const properties: Record<string, Json> = {};
    for (const [name, value] of Object.entries(resource.Properties)) {
      properties[name] = resolveIntrinsics(value, this, `${this.stack.name}/${logicalId}.${name}`);
    }
    return properties;
  }

  private nameOf(logicalId: string): ResourceNames {
    const known = this.names.get(logicalId);
    if (known) return known;
    const resource = this.stack.template.Resources[logicalId];
    if (!resource) throw new Error(`${this.stack.name}: no resource or parameter ${logicalId}`);
    if (this.beingNamed.has(logicalId)) throw new Error(`${this.stack.name}/${logicalId}: its name refers to itself`);
    this.beingNamed.add(logicalId);
    const { region, account, appUrl, awsUrl } = this.surroundings;
    const names = nameResource({
      stackName: this.stack.name,
      logicalId,
      type: resource.Type,
      region,
      account,
      appUrl,
      awsUrl,
      property: (name) => {
        const value = resource.Properties[name];
        if (value === undefined) return undefined;
        return resolveIntrinsics(value, this, `${this.stack.name}/${logicalId}.${name}`);
      },
    });
    this.beingNamed.delete(logicalId);
    this.names.set(logicalId, names);
    return names;
  }
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
