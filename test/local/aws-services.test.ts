import { DynamoDBClient, ListTablesCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { DeleteSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, type FixtureRun, startFixture } from './fixtures/run.ts';

let fixture: FixtureRun;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

describe('Step Functions through the SDK', () => {
  let sfn: SFNClient;
  let stateMachineArn: string;
  beforeAll(() => {
    sfn = new SFNClient(fixture.client);
    stateMachineArn = fixture.run.physicalName('AWS::StepFunctions::StateMachine', 'Approval');
  });

  const startAndGetToken = async (id: string) => {
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: `case-${id}`, input: JSON.stringify({ id }) }),
    );
    const tasks = await eventually(
      () => fixture.items('TASK'),
      (items) => items.some(({ sk }) => sk === id),
    );
    return { executionArn, taskToken: String(tasks.find(({ sk }) => sk === id)?.token) };
  };

  test('a machine of the template is listed', async () => {
    const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map((machine) => machine.stateMachineArn)).toEqual([stateMachineArn]);
  });

  test('an execution waits for its token, goes on with the output, and shows it all', async () => {
    const { executionArn, taskToken } = await startAndGetToken('one');
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"outcome":"accepted"}' }));
    const described = await eventually(
      () => sfn.send(new DescribeExecutionCommand({ executionArn })),
      ({ status }) => status !== 'RUNNING',
    );
    expect(described).toMatchObject({
      status: 'SUCCEEDED',
      startDate: expect.any(Date),
      redriveStatus: 'NOT_REDRIVABLE',
    });
    expect(JSON.parse(described.output ?? '')).toMatchObject({ outcome: 'accepted', echoed: true });

    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
    expect(events[0]?.type).toBe('ExecutionSucceeded');
    expect(events.at(-1)).toMatchObject({ id: 1, type: 'ExecutionStarted', timestamp: expect.any(Date) });
  });

  test('history and executions come in pages', async () => {
    const { executionArn, taskToken } = await startAndGetToken('paged');
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await fixture.run.executor.finished(executionArn ?? '');
    const ids: (number | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page: { events?: { id?: number | undefined }[] | undefined; nextToken?: string | undefined } =
        await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 3, nextToken }));
      expect(page.events?.length).toBeLessThanOrEqual(3);
      ids.push(...(page.events ?? []).map(({ id }) => id));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(ids).toEqual(ids.map((_, index) => index + 1));

    const first = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }));
    expect(first.executions).toHaveLength(1);
    expect(first.nextToken).toBeDefined();
  });

  test('a failed token fails its execution; the token is used up then', async () => {
    const { executionArn, taskToken } = await startAndGetToken('refused');
    await sfn.send(new SendTaskFailureCommand({ taskToken, error: 'Refused', cause: 'no' }));
    expect(await fixture.run.executor.finished(executionArn ?? '')).toMatchObject({
      status: 'FAILED',
      error: 'Refused',
    });
    await expect(sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))).rejects.toMatchObject({
      name: expect.stringMatching(/^Task(TimedOut|DoesNotExist)$/),
    });
  });

  test('stopping ends an execution as ABORTED', async () => {
    const { executionArn } = await startAndGetToken('stopped');
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Cancelled', cause: 'by the test' }));
    const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'ABORTED' }));
    expect(executions?.map((each) => each.executionArn)).toContain(executionArn);
  });

  test('an unknown execution is refused by its AWS name', async () => {
    const executionArn = `${stateMachineArn.replace('stateMachine', 'execution')}:none`;
    await expect(sfn.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });

  test('a wrong definition is diagnosed', async () => {
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: { B: { Type: 'Succeed' } } });
    const { result, diagnostics } = await sfn.send(new ValidateStateMachineDefinitionCommand({ definition }));
    expect(result).toBe('FAIL');
    expect(diagnostics?.length).toBeGreaterThan(0);
  });
});

describe('Lambda through the SDK', () => {
  let lambda: LambdaClient;
  let echo: string;
  beforeAll(() => {
    lambda = new LambdaClient(fixture.client);
    echo = fixture.run.physicalName('AWS::Lambda::Function', 'Echo');
  });
  const invoke = async (FunctionName: string, event: object) => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
    return { functionError: answer.FunctionError, payload: JSON.parse(answer.Payload?.transformToString() ?? '') };
  };

  test('a function answers with its context', async () => {
    expect(await invoke(echo, { a: 1 })).toEqual({
      functionError: undefined,
      payload: { a: 1, echoed: true, remaining: true, name: echo },
    });
  });

  test('a function that throws is answered as Lambda does', async () => {
    expect(await invoke(echo, { fail: true })).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'EchoRefused', errorMessage: 'the echo was told to fail', trace: expect.any(Array) },
    });
  });

  test('a function of a CommonJS bundle given inline runs', async () => {
    const inline = fixture.run.physicalName('AWS::Lambda::Function', 'Inline');
    expect((await invoke(inline, { b: 2 })).payload).toEqual({ inline: { b: 2 } });
  });

  test('a function that takes too long is ended', async () => {
    const slow = fixture.run.physicalName('AWS::Lambda::Function', 'SlowACAF');
    const { functionError, payload } = await invoke(slow, {});
    expect(functionError).toBe('Unhandled');
    expect(payload.errorMessage).toContain('Task timed out after 1.00 seconds');
  });

  test('a function that ends its process takes nothing else with it', async () => {
    const crash = fixture.run.physicalName('AWS::Lambda::Function', 'Crash');
    expect((await invoke(crash, {})).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect((await invoke(echo, { still: 'here' })).payload).toMatchObject({ still: 'here' });
  });

  test('many at once are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => invoke(echo, { n })));
    expect(answers.map(({ payload }) => payload.n)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test('an unknown function is refused by its AWS name', async () => {
    await expect(invoke('nobody', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('the configuration tells the environment of the template', async () => {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: echo }));
    expect(Environment?.Variables).toMatchObject({ TABLE_NAME: fixture.table });
  });
});

describe('SES through the SDK', () => {
  test('an address to be taken off the suppression list is not on it: nothing gets there', async () => {
    const ses = new SESv2Client(fixture.client);
    const command = new DeleteSuppressedDestinationCommand({ EmailAddress: 'li.na@example.com' });
    await expect(ses.send(command)).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('a mail is in the mailbox, readable as its reader sees it', async () => {
    const ses = new SESClient(fixture.client);
    const { MessageId } = await ses.send(
      new SendEmailCommand({
        Source: '销售流程 <sop@example.com>',
        Destination: { ToAddresses: ['li.na@example.com'], CcAddresses: ['"张伟" <zhang.wei@example.com>'] },
        ReplyToAddresses: ['reply+1@example.com'],
        Message: {
          Subject: { Data: '请确认广告方案', Charset: 'UTF-8' },
          Body: { Text: { Data: '正文' }, Html: { Data: '<p>正文 <a href="https://example.com/t/1">打开</a></p>' } },
        },
      }),
    );
    const [mail] = fixture.run.mailbox.list('zhang.wei@example.com');
    expect(mail).toMatchObject({ id: MessageId, subject: '请确认广告方案', from: 'sop@example.com' });
    const read = await fixture.run.mailbox.read(MessageId ?? '');
    expect(read.text).toContain('正文');
    expect(read.html).toContain('https://example.com/t/1');
    expect(read.headers).toContainEqual(expect.objectContaining({ key: 'Reply-To', value: 'reply+1@example.com' }));
  });

  test('a raw mail is kept as it is, attachments included', async () => {
    const ses = new SESClient(fixture.client);
    const source = [
      'From: sop@example.com',
      'To: raw@example.com',
      'Subject: raw',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'hello',
      '--b',
      'Content-Type: application/pdf; name="contract.pdf"',
      'Content-Disposition: attachment; filename="contract.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      'JVBERg==',
      '--b--',
      '',
    ].join('\r\n');
    const { MessageId } = await ses.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(source) } }));
    const read = await fixture.run.mailbox.read(MessageId ?? '');
    expect(read.to).toEqual(['raw@example.com']);
    expect(read.attachments).toMatchObject([{ filename: 'contract.pdf', mimeType: 'application/pdf' }]);
    expect(read.source).toContain(source);
  });

  test('a mail without a recipient is refused', async () => {
    const ses = new SESClient(fixture.client);
    const Message = { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } };
    const command = new SendEmailCommand({ Source: 'sop@example.com', Destination: {}, Message });
    await expect(ses.send(command)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('EventBridge through the SDK', () => {
  test('an event that matches a rule reaches its function and its state machine', async () => {
    const events = new EventBridgeClient(fixture.client);
    const bus = fixture.run.physicalName('AWS::Events::EventBus', 'Facts');
    const entry = (amount: number) => ({
      EventBusName: bus,
      Source: 'sales',
      DetailType: 'ContractSigned',
      Detail: JSON.stringify({ amount }),
    });
    const answer = await events.send(
      new PutEventsCommand({ Entries: [entry(500), entry(50), { ...entry(500), Detail: 'no json' }] }),
    );
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { EventId: expect.any(String) }, { ErrorCode: 'MalformedDetail' }],
    });
    await fixture.run.settled();
    const transformed = (await fixture.items('SEEN#record')).filter(({ what }) => what === '{"transformed":true}');
    expect(transformed).toHaveLength(1);
    const machine = fixture.run.physicalName('AWS::StepFunctions::StateMachine', 'Approval');
    const started = fixture.run.executor
      .listExecutions(machine)
      .filter(({ executionArn }) => fixture.run.executor.describeExecution(executionArn).input === '{"by":"rule"}');
    expect(started).toHaveLength(1);
  });

  test('rules are listed', async () => {
    const events = new EventBridgeClient(fixture.client);
    const { Rules } = await events.send(new ListRulesCommand({}));
    expect(Rules?.map(({ ScheduleExpression }) => ScheduleExpression)).toContain('rate(1 hour)');
  });

  test("a state machine's changes of status are events", async () => {
    const machine = fixture.run.physicalName('AWS::StepFunctions::StateMachine', 'Approval');
    const { executionArn } = await fixture.run.executor.startExecution({
      stateMachineArn: machine,
      input: '{"id":"s"}',
    });
    await fixture.run.executor.stopExecution(executionArn);
    await fixture.run.settled();
    const seen = (await fixture.items('SEEN#record'))
      .map(({ what }) => JSON.parse(String(what)))
      .filter(({ detail }) => detail?.executionArn === executionArn);
    expect(seen.map(({ detail }) => detail.status).toSorted()).toEqual(['ABORTED', 'RUNNING']);
    expect(seen[0]).toMatchObject({ source: 'aws.states', 'detail-type': 'Step Functions Execution Status Change' });
  });
});

describe('other services', () => {
  /** A call of a service no SDK client is installed for. */
  const call = async (target: string, input: object) => {
    const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
    const response = await fetch(fixture.run.awsUrl, { method: 'POST', headers, body: JSON.stringify(input) });
    return { status: response.status, output: await response.json() };
  };

  test('what a function writes to its console is found in its log group', async () => {
    const echo = fixture.run.physicalName('AWS::Lambda::Function', 'Echo');
    await fixture.run.invoke(echo, { find: 'needle' });
    const { events } = await eventually(
      async () => {
        const found = await call('Logs_20140328.FilterLogEvents', {
          logGroupName: `/aws/lambda/${echo}`,
          filterPattern: 'needle',
        });
        return found.output;
      },
      (output) => output.events.length > 0,
    );
    expect(events[0]).toMatchObject({ message: 'echoing {"find":"needle"}', timestamp: expect.any(Number) });
  });

  test('the user pool knows the seeded people', async () => {
    const UserPoolId = fixture.run.physicalName('AWS::Cognito::UserPool', 'People');
    const target = 'AWSCognitoIdentityProviderService.AdminGetUser';
    const found = await call(target, { UserPoolId, Username: 'li.na' });
    expect(found.output.UserAttributes).toContainEqual({ Name: 'name', Value: '李娜' });
    const missing = await call(target, { UserPoolId, Username: 'nobody' });
    expect(missing).toMatchObject({ status: 400, output: { __type: 'UserNotFoundException' } });
  });

  test('an account is opened once, in a group that is there, and its owner signs in', async () => {
    const UserPoolId = fixture.run.physicalName('AWS::Cognito::UserPool', 'People');
    const ask = (action: string, input: Record<string, unknown>) =>
      call(`AWSCognitoIdentityProviderService.${action}`, { UserPoolId, ...input });
    const gu = (Username: string, Value: string) => ({ Username, UserAttributes: [{ Name: 'email', Value }] });
    const created = await ask('AdminCreateUser', gu('gu.yi', 'gu.yi@example.com'));
    expect(created.output).toMatchObject({ User: { Username: 'gu.yi', UserStatus: 'FORCE_CHANGE_PASSWORD' } });
    const refused = [
      await ask('AdminCreateUser', gu('gu.yi', 'other@example.com')),
      await ask('AdminCreateUser', gu('gu.er', 'GU.YI@example.com')),
      await ask('AdminAddUserToGroup', { Username: 'gu.yi', GroupName: 'nobodies' }),
      await ask('AdminAddUserToGroup', { Username: 'nobody', GroupName: 'sales' }),
    ];
    expect(refused.map(({ output }) => output.__type)).toEqual([
      'UsernameExistsException',
      'AliasExistsException',
      'ResourceNotFoundException',
      'UserNotFoundException',
    ]);
    await ask('AdminAddUserToGroup', { Username: 'gu.yi', GroupName: 'sales' });
    const groups = await ask('AdminListGroupsForUser', { Username: 'gu.yi' });
    expect(groups.output).toEqual({ Groups: [{ GroupName: 'sales' }] });
    expect(await fixture.run.token('gu.yi')).not.toBe('');
  });

  test('the meter counts the state transitions of an execution', async () => {
    const { run } = fixture;
    const stateMachineArn = run.physicalName('AWS::StepFunctions::StateMachine', 'Approval');
    run.meter.reset();
    const { executionArn } = await run.executor.startExecution({ stateMachineArn, input: '{"id":"metered"}' });
    const tasks = await eventually(
      () => fixture.items('TASK'),
      (items) => items.some(({ sk }) => sk === 'metered'),
    );
    await run.executor.sendTaskSuccess(String(tasks.find(({ sk }) => sk === 'metered')?.token), '{}');
    await run.executor.finished(executionArn);
    await run.settled();
    expect(Object.values(run.meter.read().stateTransitions)).toEqual([2]);
  });

  test('a secret is generated once, as the template says', async () => {
    const secrets = new SecretsManagerClient(fixture.client);
    const SecretId = fixture.run.physicalName('AWS::SecretsManager::Secret', 'LinkKey');
    const first = await secrets.send(new GetSecretValueCommand({ SecretId }));
    const second = await secrets.send(new GetSecretValueCommand({ SecretId }));
    expect(first.SecretString).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(second.SecretString).toBe(first.SecretString);
  });

  test('DynamoDB answers with the tables of the template', async () => {
    const dynamodb = new DynamoDBClient(fixture.client);
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([fixture.table]);
  });

  test('the meter counts what would be billed', async () => {
    const { run, table, client } = fixture;
    await run.settled();
    run.meter.reset();
    const dynamodb = new DynamoDBClient(client);
    const Item = { pk: { S: 'METER' }, sk: { S: '1' }, text: { S: 'x'.repeat(1500) } };
    const answer = await dynamodb.send(new PutItemCommand({ TableName: table, Item }));
    await run.invoke(run.physicalName('AWS::Lambda::Function', 'Echo'), {});
    expect(answer.ConsumedCapacity).toBeUndefined();
    const reading = run.meter.read();
    expect(reading.writeUnits).toEqual({ [table]: 2 });
    expect(Object.values(reading.lambdaInvocations)).toEqual([1]);
  });

  test("the meter counts a transaction's index writes, whatever the caller asked to be told", async () => {
    const { run, table, client } = fixture;
    run.meter.reset();
    const Item = { pk: { S: 'METER' }, sk: { S: '2' }, owner: { S: 'li.na' } };
    const TransactItems = [{ Put: { TableName: table, Item } }];
    const { ConsumedCapacity } = await new DynamoDBClient(client).send(
      new TransactWriteItemsCommand({ TransactItems, ReturnConsumedCapacity: 'TOTAL' }),
    );
    expect(ConsumedCapacity).toEqual([expect.objectContaining({ TableName: table, CapacityUnits: 3 })]);
    expect(ConsumedCapacity?.[0]?.GlobalSecondaryIndexes).toBeUndefined();
    expect(run.meter.read().writeUnits).toEqual({ [table]: 3 });
  });

  test.each([
    ['monitoring', { 'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics' }, 'application/x-amz-json-1.0'],
    ['iam', {}, 'application/json'],
  ])('an uncovered service (%s) is told so', async (service, headers, type) => {
    const response = await fetch(`${fixture.run.awsUrl}/thing`, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/x-amz-json-1.0',
        authorization: `AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`,
      },
      body: '{}',
    });
    expect(response.status).toBe(501);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toContain(`sales-sop local run does not cover ${service}:`);
  });
});
