import { Match } from 'aws-cdk-lib/assertions';
import { describe, test } from 'vitest';
import { templateOf, wholeApp } from './synthesized.ts';

const template = templateOf(wholeApp({ mailFrom: 'sop@example.cn' }), 'mail');

describe('mail stack', () => {
  test('mails leave under the stage’s sender, over TLS only', () => {
    template.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'sop@example.cn' });
    template.hasResourceProperties('AWS::SES::ConfigurationSet', { DeliveryOptions: { TlsPolicy: 'REQUIRE' } });
  });

  test('nobody rewrites links or counts opens; bounces and complaints are reported', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSet', { TrackingOptions: Match.absent() });
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        MatchingEventTypes: ['bounce', 'complaint', 'reject', 'deliveryDelay'],
        EventBridgeDestination: Match.anyValue(),
      },
    });
  });
});
