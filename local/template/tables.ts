import { z } from 'zod';
import type { Json } from '../asl/contract.ts';
import type { Resource } from './resolve-stacks.ts';
import { ofType, resourceProperties } from './resource-properties.ts';
import { flag, json, numeric } from './values.ts';

/** A DynamoDB table as the template describes it. */
export interface TableSpec {
  readonly name: string;
  readonly arn: string;
  /** The ARN the template's users see; undefined without a stream. */
  readonly streamArn?: string;
  /** The `CreateTable` request. */
  readonly create: { readonly [key: string]: Json };
  readonly ttlAttribute?: string;
}

const throughput = z.object({ ReadCapacityUnits: numeric, WriteCapacityUnits: numeric }).optional();
const index = z.object({ IndexName: z.string(), KeySchema: json, Projection: json, ProvisionedThroughput: throughput });
const tableSchema = z.object({
  AttributeDefinitions: json,
  KeySchema: json,
  BillingMode: z.string().optional(),
  ProvisionedThroughput: throughput,
  GlobalSecondaryIndexes: z.array(index).default([]),
  LocalSecondaryIndexes: z.array(index.omit({ ProvisionedThroughput: true })).default([]),
  StreamSpecification: z.object({ StreamViewType: z.string() }).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: flag }).optional(),
});

/** Collects the tables, each with the request that creates it. */
export function tablesOf(resources: readonly Resource[]): TableSpec[] {
  return ofType(resources, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map((resource) => {
    const properties = resourceProperties(resource, tableSchema);
    const stream = properties.StreamSpecification;
    const ttl = properties.TimeToLiveSpecification;
    const onDemand = properties.ProvisionedThroughput === undefined;
    const create: Record<string, Json> = {
      TableName: resource.ref,
      AttributeDefinitions: properties.AttributeDefinitions,
      KeySchema: properties.KeySchema,
      BillingMode: onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    };
    if (properties.ProvisionedThroughput) create.ProvisionedThroughput = properties.ProvisionedThroughput;
    if (properties.GlobalSecondaryIndexes.length > 0) {
      create.GlobalSecondaryIndexes = properties.GlobalSecondaryIndexes.map(({ ProvisionedThroughput, ...rest }) => ({
        ...rest,
        ...(ProvisionedThroughput && !onDemand ? { ProvisionedThroughput } : {}),
      }));
    }
    if (properties.LocalSecondaryIndexes.length > 0) create.LocalSecondaryIndexes = properties.LocalSecondaryIndexes;
    if (stream) create.StreamSpecification = { StreamEnabled: true, StreamViewType: stream.StreamViewType };
    const streamArn = resource.attributes.StreamArn;
    return {
      name: resource.ref,
      arn: resource.attributes.Arn ?? resource.ref,
      create,
      ...(stream && streamArn !== undefined ? { streamArn } : {}),
      ...(ttl?.Enabled ? { ttlAttribute: ttl.AttributeName } : {}),
    };
  });
}
