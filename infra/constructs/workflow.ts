import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StageSettings } from '../config.ts';
import { nameOf, retentionOf } from '../naming.ts';

export const stateMachinesDir = fileURLToPath(new URL('../../statemachines', import.meta.url));

export interface WorkflowProps {
  readonly settings: StageSettings;
  /** `ad-sales.asl.json`, in `statemachines` unless absolute. */
  readonly file: string;
  /** One function for each `${PascalCase}` placeholder of the file, no more and no fewer. */
  readonly functions: Readonly<Record<string, IFunction>>;
}

/** One process: its definition file, the functions it calls and may call, its log without the cases' data. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const path = props.file.startsWith('/') ? props.file : join(stateMachinesDir, props.file);
    holdAgainst(path, props.functions);
    const stateMachineName = workflowName(props.settings, props.file);

    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
      retention: retentionOf(props.settings),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromFile(path),
      definitionSubstitutions: Object.fromEntries(
        Object.entries(props.functions).map(([placeholder, { functionArn }]) => [placeholder, functionArn]),
      ),
      logs: { destination: this.logGroup, level: LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: true,
    });
    for (const called of Object.values(props.functions)) called.grantInvokeLatestVersion(this.stateMachine);
    Validations.of(this.stateMachine).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Log delivery and X-Ray sampling know no resource-level permissions.',
    });
  }
}

/** The machine's physical name, so that what only needs to name it need not wait for it. */
export function workflowName(settings: StageSettings, file: string): string {
  return nameOf(settings, basename(file, '.asl.json'));
}

/** The `${PascalCase}` placeholders of a definition file, each once, in order. */
export function placeholdersOf(definition: string): readonly string[] {
  return [...new Set([...definition.matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name))];
}

/** @throws Error naming each placeholder without a function and each function without a placeholder. */
function holdAgainst(path: string, functions: Readonly<Record<string, IFunction>>): void {
  const wanted = placeholdersOf(readFileSync(path, 'utf8'));
  const given = Object.keys(functions);
  const problems = [
    ...wanted.filter((name) => !given.includes(name)).map((name) => `\${${name}} is given no function`),
    ...given.filter((name) => !wanted.includes(name)).map((name) => `${name} is given but \${${name}} is not in it`),
  ];
  if (problems.length > 0) throw new Error(`${basename(path)}: ${problems.join('; ')}`);
}
