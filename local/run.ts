import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openExecutor } from './asl/executor.ts';
import { openFileJournal } from './asl/journal-file.ts';
import { awsServices } from './aws-services.ts';
import { Closing } from './closing.ts';
import type { LocalRun, LocalRunOptions, Person } from './contract.ts';
import { lockDataDir } from './data-lock.ts';
import { openDoors } from './doors.ts';
import { EventSources } from './event-sources.ts';
import { silent } from './log.ts';
import { answerPages } from './pages/pages.ts';
import { receiveReplies } from './receiving.ts';
import { fillDirectory } from './seed/directory.ts';
import { answerAws } from './services/aws/endpoint.ts';
import { startBackend } from './services/dynamodb/backend-process.ts';
import { DynamoDbProxy } from './services/dynamodb/dynamodb-proxy.ts';
import { Deliveries, lasting } from './services/events/deliveries.ts';
import { EventBus } from './services/events/event-bus.ts';
import { handTo } from './services/events/event-targets.ts';
import { Schedules } from './services/events/schedules.ts';
import { answerHttpApi } from './services/http-api/http-api.ts';
import { message } from './services/http-api/proxy-answer.ts';
import { HostedUi } from './services/identity/hosted-ui.ts';
import { issuerKey } from './services/identity/issuer-key.ts';
import { JwtAuthorizer } from './services/identity/jwt-authorizer.ts';
import { Accounts, seededPeople } from './services/identity/people.ts';
import { UserPool } from './services/identity/user-pool.ts';
import { FunctionLogs } from './services/lambda/function-logs.ts';
import { LambdaRuntime } from './services/lambda/lambda-runtime.ts';
import { MailStore } from './services/mail/mail-store.ts';
import type { SesPorts } from './services/mail/ses.ts';
import { Queues, queueActions } from './services/queues/queues.ts';
import { tellOfChange } from './services/s3/bucket-events.ts';
import { ObjectStore } from './services/s3/object-store.ts';
import type { S3Ports } from './services/s3/s3-api.ts';
import { Secrets } from './services/secrets.ts';
import { StatusEvents } from './services/stepfunctions/status-events.ts';
import { taskCalls } from './services/stepfunctions/task-calls.ts';
import { TransitionCount } from './services/stepfunctions/transition-count.ts';
import { watchedJournal } from './services/stepfunctions/watched-journal.ts';
import { settled } from './settled.ts';
import { Store } from './store.ts';
import { systemClock } from './system-clock.ts';
import { readDeployment } from './template/deployment.ts';
import { physicalName, withoutEffect } from './template/look-up.ts';
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
  const closing = new Closing();
  closing.add(lockDataDir(dataDir));
  try {
    return await start({ ...options, dataDir, assemblyDir: resolve(options.assemblyDir) }, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/**
 * Builds the run from the ground up: storage, ports, the template's values, then each service on those before it, and
 * last what moves by itself. `now` is the time of cases and tokens, `machineNow` that of polling and retries.
 */
async function start(options: LocalRunOptions, closing: Closing): Promise<LocalRun> {
  const { dataDir, assemblyDir, log = silent, clock = systemClock } = options;
  const now = () => clock.now();
  const machineNow = () => systemClock.now();
  keepCommonJs(assemblyDir);

  const backend = startBackend(join(dataDir, 'dynamodb'), options.dynamodb ?? 'auto', () => {
    log.warn('the DynamoDB behind the local run has ended by itself: start the run again');
  });
  backend.catch(() => {});
  closing.add(async () => (await backend.catch(() => undefined))?.stop());
  const store = new Store(join(dataDir, 'local.db'));
  closing.add(() => store.close());

  const doors = await openDoors(options, log, closing);
  const appUrl = doors.app.url;
  const awsUrl = doors.aws.url;
  const secrets = new Secrets(store);
  const secretString = (arn: string, properties: Parameters<Secrets['valueOf']>[1]) => secrets.valueOf(arn, properties);
  const deployment = readDeployment(assemblyDir, { region, account, appUrl, awsUrl, secretString }, options.stage);
  const [api, secondApi] = deployment.apis;
  if (secondApi) throw new Error('the assembly holds several HTTP APIs: synthesize one stage only to run it here');
  secrets.provision(deployment.secrets);
  for (const line of withoutEffect(deployment.resources)) log.detail(line);

  const usage = new Usage();
  const sources = new EventSources();
  const { kind, url } = await backend;
  log.detail(`DynamoDB (${kind}) answers at ${url}`);
  const dynamodb = new DynamoDbProxy(url, region, usage, () => sources.nudgeStreams());
  closing.add(() => dynamodb.close());
  await dynamodb.provision(deployment.tables);
  const logs = new FunctionLogs(join(dataDir, 'logs'));
  const surroundings = { region, awsUrl, dataDir, usage, logs, log, now: machineNow };
  const runtime = new LambdaRuntime(deployment.functions, surroundings);
  closing.add(() => runtime.stop());
  const invoke = (functionArn: string, event: string) => runtime.invoke(runtime.find(functionArn), event);

  const queues = new Queues(deployment.queues, store, machineNow, (queue) => sources.nudgeQueue(queue));
  const deliveries = new Deliveries(
    store,
    handTo(() => ({ runtime, executor, queues, bus, now })),
    log,
    machineNow,
  );
  closing.add(() => deliveries.stop());
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

  const sqs = queueActions(queues, usage);
  const statusEvents = new StatusEvents(store, (event) => bus.publish(event), now, log);
  const transitions = new TransitionCount(usage);
  const journal = watchedJournal(openFileJournal(join(dataDir, 'executions')), {
    head: (head) => {
      transitions.sees(head);
      statusEvents.tell(head);
    },
    event: (executionId, type) => transitions.count(executionId, type),
  });
  const putEvents = (input: Parameters<EventBus['putEvents']>[0]) => bus.putEvents(input);
  const executor = openExecutor({
    clock,
    journal,
    invoke: taskCalls({ runtime, invokeLater, dynamodb, sqs, putEvents }),
  });
  closing.add(() => executor.close());
  for (const machine of deployment.machines) {
    executor.putStateMachine({ stateMachineArn: machine.arn, ...machine });
  }
  transitions.knows(executor);

  const mails = new MailStore(store, now);
  const ses: SesPorts = {
    ...{ mails, usage, region, now, identities: deployment.mailIdentities },
    publish: (event) => bus.publish(event),
  };
  const objects = new ObjectStore(deployment.buckets, store, join(dataDir, 'objects'), now);
  const s3: S3Ports = {
    objects,
    region,
    now,
    onChange: (bucket, event, object) => tellOfChange({ bus, region, now, invokeLater }, bucket, event, object),
  };
  const key = await issuerKey(dataDir);
  const accounts = new Accounts(store);
  const { people } = accounts;
  const keep = (person: Person): void => accounts.keep(person);
  const pools = deployment.pools.map((spec) => new UserPool(spec, { key, people, keep, region, now, invoke }));
  const signIn = async (user: string) => {
    const [pool] = pools;
    if (!pool) throw new Error('the template has no user pool to sign in to');
    return pool.signIn(user);
  };
  const { parameters } = deployment;
  const services = awsServices({
    ...{ region, account, now, log, executor, runtime, logs, invokeLater, dynamodb, bus, sqs, ses, s3 },
    ...{ secrets, parameters, pools, hostedUi: new HostedUi(pools, { people, store, now }) },
  });
  doors.aws.answer = (request, response) => answerAws(services, request, response);

  const smtp = await receiveReplies(options, deployment, {
    objects,
    people,
    region,
    now: machineNow,
    invokeLater,
    log,
  });
  closing.add(() => smtp?.close());
  await fillDirectory({ deployment, people: seededPeople(), awsUrl, region, store });
  deliveries.start();
  executor.resume();
  statusEvents.catchUp(executor);
  const schedules = new Schedules(clock, store, (rule, at) => bus.fire(rule, at));
  closing.add(() => schedules.stop());
  schedules.start(deployment.rules);
  const sendToDestination = (arn: string, body: string) => deliveries.add(arn, body, lasting);
  closing.add(() => sources.stop());
  const sourcePorts = { dynamodb, queues, usage, store, log, region, invoke, sendToDestination, now: machineNow };
  sources.start(deployment.mappings, sourcePorts);

  const authorizer = new JwtAuthorizer(key, clock);
  const pages = { appUrl, awsUrl, mails, executor, people, signIn, now };
  const apiPorts = { account, authorizer, usage, log, now, invoke };
  doors.app.answer = async (request, response) => {
    if (await answerPages(pages, request, response)) return;
    if (api) return answerHttpApi(api, apiPorts, request, response);
    const { status, headers, body } = message(404, 'Not Found');
    response.writeHead(status, headers).end(body);
  };
  // No new requests from here on; those under way still find everything they need.
  closing.add(() => doors.app.close());

  const isQuiet = () => deliveries.pending === 0 && runtime.load === 0 && sources.isCaughtUp;
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
    physicalName: (type, idOrPrefix) => physicalName(deployment.resources, type, idOrPrefix),
    token: async (user) => (await signIn(user)).idToken,
    invoke: (name, event) => runtime.invoke(runtime.find(name), JSON.stringify(event)),
    settled: (timeoutMs = 30_000) => settled(isQuiet, timeoutMs),
    close: () => closing.close(),
  };
}

/** A `.js` bundle in an asset is CommonJS to Lambda; this package's own `type` must not reach it. */
function keepCommonJs(assemblyDir: string): void {
  const file = join(assemblyDir, 'package.json');
  if (existsSync(assemblyDir) && !existsSync(file)) writeFileSync(file, '{"type":"commonjs"}\n');
}
