import type { Fact } from '../../functions/shared/domain/history.ts';
import type { Mail, Mailer, Observer, Secrets, Workflow } from '../../functions/shared/domain/ports.ts';

/** A mailer that keeps what it was given; addresses in `refuses` are never taken. */
export interface MemoryMailer extends Mailer {
  readonly sent: Mail[];
  readonly refuses: Set<string>;
}

export function memoryMailer(): MemoryMailer {
  const sent: Mail[] = [];
  const refuses = new Set<string>();
  return {
    sent,
    refuses,
    async send(mail) {
      if (refuses.has(mail.to.email)) return 'refused';
      sent.push(structuredClone(mail));
      return 'sent';
    },
  };
}

/** A workflow service that keeps what it was asked; only tokens in `waiting` can be answered, once. */
export interface MemoryWorkflow extends Workflow {
  readonly started: { name: string; input: unknown }[];
  readonly stopped: { executionArn: string; error: string; cause: string }[];
  readonly delivered: { taskToken: string; output: unknown }[];
  readonly failed: { taskToken: string; error: string; cause: string }[];
  readonly waiting: Set<string>;
}

export function memoryWorkflow(): MemoryWorkflow {
  const started: MemoryWorkflow['started'] = [];
  const stopped: MemoryWorkflow['stopped'] = [];
  const delivered: MemoryWorkflow['delivered'] = [];
  const failed: MemoryWorkflow['failed'] = [];
  const waiting = new Set<string>();
  return {
    started,
    stopped,
    delivered,
    failed,
    waiting,
    async start(name, input) {
      if (!started.some((execution) => execution.name === name)) started.push({ name, input: structuredClone(input) });
      return `arn:aws:states:eu-west-1:000000000000:execution:ad-sales:${name}`;
    },
    async stop(executionArn, error, cause) {
      stopped.push({ executionArn, error, cause });
    },
    async succeed(taskToken, output) {
      if (!waiting.delete(taskToken)) return 'gone';
      delivered.push({ taskToken, output: structuredClone(output) });
      return 'delivered';
    },
    async fail(taskToken, error, cause) {
      if (!waiting.delete(taskToken)) return 'gone';
      failed.push({ taskToken, error, cause });
      return 'delivered';
    },
  };
}

/** An observer that keeps what it was told. */
export interface MemoryObserver extends Observer {
  readonly facts: Fact[];
  readonly warnings: { code: string; ids: Readonly<Record<string, unknown>> }[];
}

export function memoryObserver(): MemoryObserver {
  const facts: Fact[] = [];
  const warnings: MemoryObserver['warnings'] = [];
  return {
    facts,
    warnings,
    fact: (fact) => facts.push(fact),
    warn: (code, ids) => warnings.push({ code, ids }),
  };
}

export function memorySecrets(secret = 'a link secret of the tests'): Secrets {
  return { linkSecret: async () => secret };
}
