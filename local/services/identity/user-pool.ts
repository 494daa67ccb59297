import { z } from 'zod';
import type { Json } from '../../asl/contract.ts';
import type { InvocationResult, Person } from '../../contract.ts';
import type { UserPoolSpec } from '../../template/user-pools.ts';
import { ServiceError } from '../aws/service-error.ts';
import type { IssuerKey } from './issuer-key.ts';
import { personNamed } from './people.ts';
import { accessToken, type ClaimOverrides, idToken, subjectOf } from './tokens.ts';

/** What a pool needs of its surroundings. */
export interface UserPoolPorts {
  readonly key: IssuerKey;
  readonly people: readonly Person[];
  /** Writes somebody whose account was opened or changed. */
  readonly keep: (person: Person) => void;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Calls a trigger's function and waits. @param event JSON text. */
  readonly invoke: (functionArn: string, event: string) => Promise<InvocationResult>;
}

const triggerAnswer = z.object({
  response: z
    .object({
      claimsOverrideDetails: z
        .object({
          claimsToAddOrOverride: z.record(z.string(), z.string()).nullish(),
          claimsToSuppress: z.array(z.string()).nullish(),
          groupOverrideDetails: z.object({ groupsToOverride: z.array(z.string()).nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

/** The pool's trigger failed: Cognito gives no token then, and tells the trigger's message. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  /** What the trigger's function said. */
  readonly reason: string;

  /** @param payload the failed function's answer, JSON text. */
  constructor(user: string, payload: string) {
    super(`the sign-in trigger refused ${user}: ${payload}`);
    this.reason = failure.safeParse(JSON.parse(payload)).data?.errorMessage ?? '';
  }
}

const failure = z.object({ errorMessage: z.string() });

/** The template's user pool with the seeded people in it: signs them in and answers the Cognito API. */
export class UserPool {
  readonly spec: UserPoolSpec;
  private readonly ports: UserPoolPorts;

  constructor(spec: UserPoolSpec, ports: UserPoolPorts) {
    this.spec = spec;
    this.ports = ports;
  }

  /**
   * Signs a person in: calls the pool's trigger, then makes the tokens.
   * @param through the client, the pool's first where none is named; the nonce it asked for; what the trigger is told.
   * @throws SignInRefused when the trigger fails; Error when there is no such person.
   */
  async signIn(
    user: string,
    through: { readonly clientId?: string; readonly nonce?: string; readonly trigger?: string } = {},
  ): Promise<{ idToken: string; accessToken: string; expiresInSeconds: number }> {
    const person = personNamed(this.ports.people, user);
    const clientId = through.clientId ?? this.spec.clients[0]?.id;
    if (clientId === undefined) throw new Error(`the user pool ${this.spec.id} has no client to sign in through`);
    const overrides = await this.beforeToken(person, clientId, through.trigger);
    const { nonce } = through;
    const request = {
      ...{ pool: this.spec, clientId, person, now: this.ports.now(), overrides },
      ...(nonce === undefined ? {} : { nonce }),
    };
    const [id, access] = await Promise.all([idToken(this.ports.key, request), accessToken(this.ports.key, request)]);
    return { idToken: id, accessToken: access, expiresInSeconds: 3600 };
  }

  /** Calls the pre token generation trigger as Cognito does; the functions keep their directory of people by it. */
  async beforeToken(
    person: Person,
    clientId: string,
    triggerSource = 'TokenGeneration_Authentication',
  ): Promise<ClaimOverrides> {
    if (this.spec.preTokenArn === undefined) return {};
    const event = {
      version: '1',
      triggerSource,
      region: this.ports.region,
      userPoolId: this.spec.id,
      userName: person.user,
      callerContext: { awsSdkVersion: 'local', clientId },
      request: {
        userAttributes: { ...this.attributesOf(person), 'cognito:user_status': 'CONFIRMED' },
        groupConfiguration: { groupsToOverride: person.groups, iamRolesToOverride: [], preferredRole: null },
      },
      response: { claimsOverrideDetails: null },
    };
    const { payload, functionError } = await this.ports.invoke(this.spec.preTokenArn, JSON.stringify(event));
    if (functionError !== undefined) throw new SignInRefused(person.user, payload);
    const details = triggerAnswer.parse(JSON.parse(payload)).response?.claimsOverrideDetails;
    const groups = details?.groupOverrideDetails?.groupsToOverride;
    return {
      claimsToAddOrOverride: details?.claimsToAddOrOverride ?? {},
      claimsToSuppress: details?.claimsToSuppress ?? [],
      ...(groups ? { groups } : {}),
    };
  }

  /** What is served at `/<pool>/.well-known/…`; undefined for other documents. */
  wellKnown(document: string): Json | undefined {
    if (document === 'jwks.json') {
      const { kid, kty, n, e, alg, use } = this.ports.key.publicKey;
      return { keys: [{ kid: kid ?? '', kty: kty ?? '', n: n ?? '', e: e ?? '', alg: alg ?? '', use: use ?? '' }] };
    }
    if (document !== 'openid-configuration') return undefined;
    return {
      issuer: this.spec.issuer,
      jwks_uri: `${this.spec.issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'token'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
    };
  }

  /** ListUsers, AdminGetUser, AdminCreateUser, AdminAddUserToGroup, AdminListGroupsForUser, ListGroups, ListUsersInGroup. */
  actions(): Record<string, (input: Json) => Json> {
    const named = (input: Json): Person => {
      const { Username } = z.object({ Username: z.string() }).parse(input);
      const person = this.ports.people.find(({ user }) => user === Username);
      if (!person) throw new ServiceError('UserNotFoundException', 'User does not exist.');
      return person;
    };
    const listed = (person: Person) => ({
      Username: person.user,
      Attributes: asPairs(this.attributesOf(person)),
      Enabled: true,
      UserStatus: 'CONFIRMED',
    });
    return {
      ListUsers: () => ({ Users: this.ports.people.map(listed) }),
      AdminGetUser: (input) => {
        const { Attributes, ...rest } = listed(named(input));
        return { ...rest, UserAttributes: Attributes };
      },
      AdminCreateUser: (input) => {
        const person = this.newPerson(input);
        this.ports.keep(person);
        return { User: { ...listed(person), UserStatus: 'FORCE_CHANGE_PASSWORD' } };
      },
      AdminAddUserToGroup: (input) => {
        const person = named(input);
        const { GroupName } = z.object({ GroupName: z.string() }).parse(input);
        if (!this.spec.groups.includes(GroupName)) {
          throw new ServiceError('ResourceNotFoundException', 'Group not found.');
        }
        this.ports.keep({ ...person, groups: [...new Set([...person.groups, GroupName])] });
        return {};
      },
      AdminListGroupsForUser: (input) => ({ Groups: named(input).groups.map((GroupName) => ({ GroupName })) }),
      ListGroups: () => ({ Groups: this.spec.groups.map((GroupName) => ({ GroupName })) }),
      ListUsersInGroup: (input) => {
        const { GroupName } = z.object({ GroupName: z.string() }).parse(input);
        return { Users: this.ports.people.filter(({ groups }) => groups.includes(GroupName)).map(listed) };
      },
    };
  }

  /** There are no passwords here, and so no invitation to set one. */
  private newPerson(input: Json): Person {
    const { Username, UserAttributes } = newUser.parse(input);
    const given = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
    const { email = '', name = Username, locale } = given;
    if (this.ports.people.some(({ user }) => user === Username)) {
      throw new ServiceError('UsernameExistsException', 'User account already exists');
    }
    if (this.ports.people.some((each) => each.email.toLowerCase() === email.toLowerCase())) {
      throw new ServiceError('AliasExistsException', 'An account with the email already exists.');
    }
    return { user: Username, name, email, locale: locale === 'en' ? 'en' : 'zh-CN', groups: [] };
  }

  private attributesOf(person: Person): Record<string, string> {
    return {
      sub: subjectOf(this.spec, person),
      email: person.email,
      email_verified: 'true',
      name: person.name,
      locale: person.locale,
      ...(person.supervisor === undefined ? {} : { 'custom:supervisor': person.supervisor }),
    };
  }
}

const newUser = z.object({
  Username: z.string().regex(/^[a-z0-9.-]+$/),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string() })),
});

/** The Cognito API over all pools. @throws ServiceError for a pool that is not there. */
export function userPoolActions(pools: readonly UserPool[]): Record<string, (input: Json) => Json> {
  const names = [
    'ListUsers',
    'AdminGetUser',
    'AdminCreateUser',
    'AdminAddUserToGroup',
    'AdminListGroupsForUser',
    'ListGroups',
    'ListUsersInGroup',
  ];
  const perform = (name: string, input: Json): Json => {
    const { UserPoolId } = z.object({ UserPoolId: z.string() }).parse(input);
    const action = pools.find(({ spec }) => spec.id === UserPoolId)?.actions()[name];
    if (!action) throw new ServiceError('ResourceNotFoundException', `User pool ${UserPoolId} does not exist.`);
    return action(input);
  };
  return {
    ListUserPools: () => ({ UserPools: pools.map(({ spec }) => ({ Id: spec.id, Name: spec.id })) }),
    ...Object.fromEntries(names.map((name) => [name, (input: Json) => perform(name, input)])),
  };
}

function asPairs(attributes: Readonly<Record<string, string>>): { Name: string; Value: string }[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}
