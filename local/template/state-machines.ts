import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Resource } from './resolve-stacks.ts';
import { ofType, resourceProperties } from './resource-properties.ts';
import { json } from './values.ts';

/** A state machine as the template describes it. */
export interface StateMachineSpec {
  readonly arn: string;
  readonly name: string;
  readonly logicalId: string;
  /** JSON text, substitutions done. */
  readonly definition: string;
  readonly roleArn: string;
}

const machineSchema = z.object({
  RoleArn: z.string(),
  StateMachineType: z.string().default('STANDARD'),
  Definition: json.optional(),
  DefinitionString: z.string().optional(),
  DefinitionS3Location: z.object({ Key: z.string() }).optional(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

/**
 * Collects the state machines with their definitions.
 * @throws Error naming the machine when it is an EXPRESS one, its definition is missing, or a placeholder has no value.
 */
export function stateMachinesOf(resources: readonly Resource[]): StateMachineSpec[] {
  return ofType(resources, 'AWS::StepFunctions::StateMachine').map((resource) => {
    const properties = resourceProperties(resource, machineSchema);
    const where = `${resource.stackName}/${resource.logicalId}`;
    if (properties.StateMachineType !== 'STANDARD') {
      throw new Error(`${where}: the local run covers STANDARD state machines only`);
    }
    return {
      arn: resource.ref,
      name: resource.attributes.Name ?? resource.logicalId,
      logicalId: resource.logicalId,
      definition: substituted(definitionText(resource, properties, where), properties.DefinitionSubstitutions, where),
      roleArn: properties.RoleArn,
    };
  });
}

function definitionText(resource: Resource, properties: z.infer<typeof machineSchema>, where: string): string {
  if (properties.DefinitionString !== undefined) return properties.DefinitionString;
  if (properties.Definition !== undefined) return JSON.stringify(properties.Definition);
  const key = properties.DefinitionS3Location?.Key;
  const file = key === undefined ? undefined : resource.assets.get(key);
  if (file === undefined) throw new Error(`${where}: its definition ${key ?? ''} is not in the assembly`);
  return readFileSync(file, 'utf8');
}

/** CloudFormation replaces `${Name}` inside the definition's text by the given value as it stands. */
function substituted(
  definition: string,
  values: Readonly<Record<string, string | number | boolean>>,
  where: string,
): string {
  return definition.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${where}: no substitution for \${${name}}`);
    return String(value);
  });
}
