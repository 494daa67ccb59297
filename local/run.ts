import { existsSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import type { Executor } from './asl/contract.ts';
import { openExecutor } from './asl/executor.ts';
import { openFileJournal } from './asl/journal-file.ts';
import { validateDefinition } from './asl/validation/validate.ts';
import type { InvocationResult, LocalRun, LocalRunOptions, Log, Person } from './contract.ts';
import { lockDataDir } from './data-lock.ts';
import { type Listener, listen } from './listen.ts';
import { silent } from './log.ts';
import { answerPages, type PagesPorts } from './pages/pages.ts';
import { fillDirectory } from './seed/directory.ts';
import { answerAws } from './services/aws/endpoint.ts';
import { signedService } from './services/aws/request.ts';
import { notCovered, ServiceError } from './services/aws/service-error.ts';
import { type Backend, startBackend } from './services/dynamodb/backend-process.ts';
import { DynamoDbProxy } from './services/dynamodb/dynamodb-proxy.ts';
import { StreamPoller } from './services/dynamodb/stream-poller.ts';
import { Deliveries, lasting, type Outcome } from './services/events/deliveries.ts';
import { EventBus } from './services/events/event-bus.ts';
import { Schedules } from './services/events/schedules.ts';
import { answerHttpApi } from './services/http-api/http-api.ts';
import { message } from './services/http-api/proxy-answer.ts';
import { issuerKey } from './services/identity/issuer-key.ts';
import { JwtAuthorizer } from './services/identity/jwt-authorizer.ts';
import { seededPeople } from './services/identity/people.ts';
import { UserPool } from './services/identity/user-pool.ts';
import { FunctionLogs } from './services/lambda/function-logs.ts';
import { answerLambda } from './services/lambda/lambda-api.ts';
import { LambdaRuntime } from './services/lambda/lambda-runtime.ts';
import { logActions } from './services/logs-api.ts';
import { MailStore } from './services/mail/mail-store.ts';
import { answerSes } from './services/mail/ses.ts';
import { answerSesV2 } from './services/mail/ses-v2.ts';
import { parameterActions } from './services/parameters.ts';
import { QueuePoller } from './services/queues/queue-poller.ts';
import { Queues, queueActions } from './services/queues/queues.ts';
import { tellOfChange } from './services/s3/bucket-events.ts';
import { ObjectStore } from './services/s3/object-store.ts';
import { answerS3, type S3Ports, s3CorsHeaders } from './services/s3/s3-api.ts';
import { Secrets } from './services/secrets.ts';
import { isReceived, type ReceivingPorts, receiveMail } from './services/smtp/receive-mail.ts';
import { listenForMail, type SmtpListener } from './services/smtp/smtp-server.ts';
import { domainOf } from './services/smtp/verdicts.ts';
import { StatusEvents } from './services/stepfunctions/status-events.ts';
import { stepFunctionsActions } from './services/stepfunctions/stepfunctions-api.ts';
import { taskCalls } from './services/stepfunctions/task-calls.ts';
import { TransitionCount } from './services/stepfunctions/transition-count.ts';
import { watchedJournal } from './services/stepfunctions/watched-journal.ts';
import { answerSts } from './services/sts.ts';
import { Store } from './store.ts';
import { systemClock } from './system-clock.ts';
import { type Deployment, readDeployment } from './template/deployment.ts';
import { Usage } from './usage.ts';

export type {
  InvocationResult,
  LocalRun,
  LocalRunOptions,
  Log,
  Mailbox,
  Meter,
  MeterReading,
  Person,
  ReadMail,
  StoredMail,
} from './contract.ts';

export const region = 'us-east-1';
export const account = '000000000000';

/**
 * Runs a synthesized cloud assembly on this machine until it is closed.
 * @throws Error that says what to do: a port or the data folder in use, a resource that is not covered.
 */
export async function startLocalRun(options: LocalRunOptions): Promise<LocalRun> {
  const dataDir = resolve(options.dataDir);
  const unlock = lockDataDir(dataDir);
  const starting = new Starting();
  starting.onClose(unlock);
  try {
    return await assemble(options, dataDir, starting);
  } catch (error) {
    await starting.close();
    throw error;
  }
}

/** What has been started, to be closed in the opposite order. */
class Starting {
  private readonly steps: (() => void | Promise<void>)[] = [];
  private closing: Promise<void> | undefined;

  onClose(step: () => void | Promise<void>): void {
    this.steps.unshift(step);
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    for (const step of this.steps) await step();
  }
}

async function assemble(options: LocalRunOptions, dataDir: string, starting: Starting): Promise<LocalRun> {
  const log = options.log ?? silent;
  const clock = options.clock ?? systemClock;
  const now = () => clock.now();
  const machineNow = () => systemClock.now();
  const assemblyDir = resolve(options.assemblyDir);
  keepCommonJs(assemblyDir);

  const backendStarting = startBackend(join(dataDir, 'dynamodb'), options.dynamodb ?? 'auto');
  backendStarting.catch(() => {});
  let backend: Backend | undefined;
  starting.onClose(async () => {
    await (backend ?? (await backendStarting.catch(() => undefined)))?.stop();
  });
  const store = new Store(join(dataDir, 'local.db'));
  starting.onClose(() => store.close());

  // The ports first: the template's values name them.
  const doors = await openDoors(options, log, starting);
  const { appUrl, awsUrl } = doors;
  const secrets = new Secrets(store);
  const deployment = readDeployment(
    assemblyDir,
    { region, account, appUrl, awsUrl, secretString: (arn, properties) => secrets.valueOf(arn, properties) },
    options.stage,
  );
  secrets.provision(deployment.secrets);
  tellWhatHasNoEffect(deployment, log);

  const usage = new Usage();
  const logs = new FunctionLogs(join(dataDir, 'logs'));
  const runtime = new LambdaRuntime(deployment.functions, {
    region,
    awsUrl,
    dataDir,
    usage,
    logs,
    log,
    now: machineNow,
  });
  const invoke = (functionArn: string, event: string) => runtime.invoke(runtime.find(functionArn), event);

  backend = await backendStarting;
  log.detail(`DynamoDB (${backend.kind}) answers at ${backend.url}`);
  const streamPollers: StreamPoller[] = [];
  const dynamodb = new DynamoDbProxy(backend.url, region, usage, () => {
    for (const poller of streamPollers) poller.nudge();
  });
  starting.onClose(() => dynamodb.close());
  starting.onClose(() => runtime.stop());
  await dynamodb.provision(deployment.tables);

  const queuePollers: QueuePoller[] = [];
  const queues = new Queues(deployment.queues, store, machineNow, (queue) => {
    for (const poller of queuePollers) if (poller.isFor(queue)) poller.nudge();
  });

  const hand = async (target: string, payload: string): Promise<Outcome> => {
    if (target.startsWith('arn:aws:lambda:')) {
      const result = await invoke(target, payload);
      return { taken: result.functionError === undefined, answer: result.payload };
    }
    if (target.startsWith('arn:aws:states:')) {
      const { executionArn } = await executor.startExecution({ stateMachineArn: target, input: payload });
      return { taken: true, answer: JSON.stringify({ executionArn }) };
    }
    if (target.startsWith('arn:aws:sqs:')) {
      return { taken: true, answer: JSON.stringify({ MessageId: queues.send(queues.find(target), payload) }) };
    }
    if (target.startsWith('arn:aws:events:')) {
      const { source, detail, 'detail-type': detailType, resources } = JSON.parse(payload);
      bus.publish({ bus: target.split('/').at(-1) ?? 'default', source, detail, detailType, resources, time: now() });
      return { taken: true, answer: '{}' };
    }
    throw notCovered('events', `a target like ${target}`);
  };
  const deliveries = new Deliveries(store, hand, log, machineNow);
  starting.onClose(() => deliveries.stop());
  const invokeLater = (functionArn: string, event: string): void => {
    const spec = runtime.find(functionArn);
    deliveries.add(spec.arn, event, spec.asynchronous);
  };
  const bus = new EventBus(deployment.rules, deployment.buses, {
    region,
    account,
    usage,
    log,
    now,
    deliver: (target, payload, delivery) => {
      if (target.startsWith('arn:aws:lambda:')) invokeLater(target, payload);
      else deliveries.add(target, payload, delivery);
    },
  });

  const sqs = queueActions(queues);
  const statusEvents = new StatusEvents(store, (event) => bus.publish(event), now);
  const transitions = new TransitionCount(usage);
  const executor: Executor = openExecutor({
    clock,
    invoke: taskCalls({ runtime, invokeLater, dynamodb, sqs, putEvents: (input) => bus.putEvents(input) }),
    journal: watchedJournal(openFileJournal(join(dataDir, 'executions')), {
      head: (head) => {
        transitions.sees(head);
        statusEvents.tell(head);
      },
      event: (executionId, type) => transitions.count(executionId, type),
    }),
  });
  starting.onClose(() => executor.close());
  for (const machine of deployment.machines) {
    executor.putStateMachine({ stateMachineArn: machine.arn, ...machine });
  }
  transitions.knows(executor);

  const mails = new MailStore(store, now);
  const ses = { mails, usage, region, identities: deployment.mailIdentities };
  const objects = new ObjectStore(deployment.buckets, store, join(dataDir, 'objects'), now);
  const s3: S3Ports = {
    objects,
    region,
    now,
    onChange: (bucket, event, object) => tellOfChange({ bus, region, now, invokeLater }, bucket, event, object),
  };
  const key = await issuerKey(dataDir);
  const people = seededPeople();
  const smtp = await receiveReplies(options, deployment, objects, { people, now: machineNow, invokeLater, log });
  starting.onClose(() => smtp?.close());
  const pools = deployment.pools.map((spec) => new UserPool(spec, { key, people, region, now, invoke }));
  const signIn = async (user: string) => {
    const [pool] = pools;
    if (!pool) throw new Error('the template has no user pool to sign in to');
    return pool.signIn(user);
  };

  doors.aws.answer = (request, response) =>
    answerAws(
      {
        log,
        dynamodb: (target, body) => dynamodb.forward(target, body),
        lambda: (incoming, path, body) => answerLambda({ runtime, invokeLater }, incoming, path, body),
        sesV2: (method, path, body) => answerSesV2(ses, method, path, body),
        query: {
          ses: (action, form) => answerSes(ses, action, form),
          sts: async (action) => answerSts(account, action),
        },
        s3: (incoming, url, body) => answerS3Here(s3, incoming, url, body),
        wellKnown: (poolId, document) => pools.find(({ spec }) => spec.id === poolId)?.wellKnown(document),
        json: {
          AWSStepFunctions: {
            name: 'states',
            actions: stepFunctionsActions({
              executor,
              region,
              account,
              now,
              validate: (definition) => validateDefinition(definition, 'STANDARD'),
            }),
          },
          AWSEvents: {
            name: 'events',
            actions: {
              PutEvents: (input) => bus.putEvents(input),
              ListRules: (input) => bus.listRules(input),
              ListTargetsByRule: (input) => bus.listTargets(input),
              ListEventBuses: () => bus.listEventBuses(),
            },
          },
          secretsmanager: { name: 'secretsmanager', actions: secrets.actions() },
          AmazonSQS: { name: 'sqs', actions: sqs },
          AmazonSSM: { name: 'ssm', actions: parameterActions(deployment.parameters) },
          Logs_20140328: { name: 'logs', actions: logActions(runtime, logs) },
          AWSCognitoIdentityProviderService: {
            name: 'cognito-idp',
            actions: poolActions(pools),
          },
        },
      },
      request,
      response,
    );

  const authorizer = new JwtAuthorizer(key, clock);
  const pages: PagesPorts = { appUrl, awsUrl, mails, executor, people, signIn, now };
  const apiPorts = { account, authorizer, usage, log, now, invoke };
  const [api] = deployment.apis;
  doors.app.answer = async (request, response) => {
    if (await answerPages(pages, request, response)) return;
    if (api) return answerHttpApi(api, apiPorts, request, response);
    const { status, headers, body } = message(404, 'Not Found');
    response.writeHead(status, headers).end(body);
  };

  const schedules = new Schedules(clock, store, (rule, at) => bus.fire(rule, at));
  starting.onClose(() => schedules.stop());
  await fillDirectory({ deployment, people, awsUrl, region, store });
  deliveries.start();
  executor.resume();
  statusEvents.catchUp(executor);
  schedules.start(deployment.rules);
  starting.onClose(async () => {
    await Promise.all([...streamPollers, ...queuePollers].map((poller) => poller.stop()));
  });
  for (const mapping of deployment.mappings) {
    if (!mapping.enabled) continue;
    if (mapping.sourceArn.startsWith('arn:aws:sqs:')) {
      queuePollers.push(new QueuePoller(mapping, { queues, region, log, invoke, now: machineNow }));
    } else {
      const sendToDestination = (arn: string, body: string) => deliveries.add(arn, body, lasting);
      const ports = { dynamodb, store, log, region, invoke, sendToDestination, now: machineNow };
      streamPollers.push(new StreamPoller(mapping, ports));
    }
  }
  starting.onClose(() => doors.close());

  const isQuiet = () =>
    deliveries.pending === 0 &&
    runtime.load === 0 &&
    streamPollers.every((poller) => poller.caughtUp) &&
    queuePollers.every((poller) => poller.idle);

  return {
    appUrl,
    awsUrl,
    smtpPort: smtp?.port,
    region,
    account,
    executor,
    mailbox: mails,
    meter: usage,
    people,
    physicalName: (type, idOrPrefix) => physicalName(deployment, type, idOrPrefix),
    token: async (user) => (await signIn(user)).idToken,
    invoke: (name, event): Promise<InvocationResult> => runtime.invoke(runtime.find(name), JSON.stringify(event)),
    settled: (timeoutMs = 30_000) => settled(isQuiet, timeoutMs),
    close: () => starting.close(),
  };
}

/** Unsigned requests are for S3 only where they name one of its buckets. */
function answerS3Here(ports: S3Ports, request: IncomingMessage, url: URL, body: Buffer) {
  const name = decodeURIComponent(url.pathname.split('/')[1] ?? '');
  const bucket = ports.objects.buckets.find((each) => each.name === name);
  if (!bucket && signedService(request) !== 's3') return undefined;
  const answer = answerS3(ports, request, url, body);
  return bucket ? { ...answer, headers: { ...answer.headers, ...s3CorsHeaders(bucket, request) } } : answer;
}

/** Takes mail for the template's receipt rules; undefined when it has none. */
async function receiveReplies(
  { smtpPort = 0 }: LocalRunOptions,
  { receiptRules: rules }: Deployment,
  objects: ObjectStore,
  ports: Pick<ReceivingPorts, 'now' | 'invokeLater'> & { readonly people: readonly Person[]; readonly log: Log },
): Promise<SmtpListener | undefined> {
  if (rules.length === 0) return undefined;
  const receiving: ReceivingPorts = {
    ...ports,
    rules,
    region,
    trustedDomains: new Set(ports.people.map(({ email }) => domainOf(email))),
    store: (bucket, key, content) => objects.put(objects.bucket(bucket), key, content, {}),
  };
  return listenForMail(smtpPort, '--smtp-port', {
    accepts: (address) => isReceived(rules, address),
    take: (mail) => receiveMail(receiving, mail),
    log: ports.log,
  });
}

/** The two ports, taken before anything stands behind them. */
async function openDoors(options: LocalRunOptions, log: Log, starting: Starting) {
  const notReady: Door['answer'] = async (_request, response) => {
    response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
    response.end(JSON.stringify({ message: 'The local run is starting' }));
  };
  const app: Door = { answer: notReady };
  const aws: Door = { answer: notReady };
  const listeners: Listener[] = [];
  const close = async () => {
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  starting.onClose(close);
  const appListener = await listen(
    options.port ?? 0,
    '--port',
    (request, response) => app.answer(request, response),
    log,
  );
  listeners.push(appListener);
  const awsListener = await listen(
    options.awsPort ?? 0,
    '--aws-port',
    (request, response) => aws.answer(request, response),
    log,
  );
  // Functions call this one while the others finish: it is closed last.
  starting.onClose(() => appListener.close());
  listeners.push(awsListener);
  return { app, aws, appUrl: appListener.url, awsUrl: awsListener.url, close: () => appListener.close() };
}

interface Door {
  answer: Parameters<typeof listen>[2];
}

/** A `.js` bundle in an asset is CommonJS to Lambda; this package's own `type` must not reach it. */
function keepCommonJs(assemblyDir: string): void {
  const file = join(assemblyDir, 'package.json');
  if (existsSync(assemblyDir) && !existsSync(file)) writeFileSync(file, '{"type":"commonjs"}\n');
}

function tellWhatHasNoEffect(deployment: Deployment, log: Log): void {
  const reasons = new Map<string, Set<string>>();
  for (const { type, noLocalEffect } of deployment.resources) {
    if (noLocalEffect === undefined) continue;
    const types = reasons.get(noLocalEffect) ?? new Set();
    reasons.set(noLocalEffect, types.add(type));
  }
  for (const [reason, types] of reasons) log.detail(`without effect here, as ${reason}: ${[...types].join(', ')}`);
}

function poolActions(pools: readonly UserPool[]): ReturnType<UserPool['actions']> {
  const names = ['ListUsers', 'AdminGetUser', 'AdminListGroupsForUser', 'ListGroups', 'ListUsersInGroup'];
  return {
    ListUserPools: () => ({ UserPools: pools.map(({ spec }) => ({ Id: spec.id, Name: spec.id })) }),
    ...Object.fromEntries(
      names.map((name) => [
        name,
        (input) => {
          const poolId =
            input !== null && typeof input === 'object' && !Array.isArray(input) ? input.UserPoolId : undefined;
          const action = pools.find(({ spec }) => spec.id === poolId)?.actions()[name];
          if (!action) throw new ServiceError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
          return action(input);
        },
      ]),
    ),
  };
}

function physicalName(deployment: Deployment, type: string, idOrPrefix: string): string {
  const ofType = deployment.resources.filter((resource) => resource.type === type);
  const exact = ofType.filter(({ logicalId, path }) => logicalId === idOrPrefix || path.endsWith(`/${idOrPrefix}`));
  const found = exact.length > 0 ? exact : ofType.filter(({ logicalId }) => logicalId.startsWith(idOrPrefix));
  const [only] = found;
  if (only && found.length === 1) return only.ref;
  const names = (found.length > 1 ? found : ofType).map(({ logicalId }) => logicalId).join(', ');
  throw new Error(`${found.length === 0 ? 'no' : 'more than one'} ${type} is named ${idOrPrefix}: there are ${names}`);
}

/** Quiet for a while means settled: between two steps nothing is under way for a moment. */
async function settled(isQuiet: () => boolean, timeoutMs: number): Promise<void> {
  const started = performance.now();
  for (let quiet = 0; quiet < 6; ) {
    if (performance.now() - started > timeoutMs) throw new Error(`still not settled after ${timeoutMs} ms`);
    await new Promise((resume) => setTimeout(resume, 15));
    quiet = isQuiet() ? quiet + 1 : 0;
  }
}
