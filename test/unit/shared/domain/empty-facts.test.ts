import { describe, expect, test } from 'vitest';
import type { CustomerFacts } from '../../../../functions/shared/domain/customer.ts';
import { emptyFacts } from '../../../../functions/shared/domain/empty-facts.ts';

const facts: CustomerFacts = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};
const refused = (change: Partial<CustomerFacts>) => emptyFacts({ ...facts, ...change }).map(({ pointer }) => pointer);

describe('IN-1: facts that tell nothing', () => {
  test('whole ones are left alone', () => {
    expect(emptyFacts(facts)).toEqual([]);
  });

  test.each([
    '有限公司',
    '（有限公司）',
    '北京有限公司',
    '北京市有限责任公司',
    '浙江省杭州市有限公司',
    '中国有限公司',
    '贸易有限公司',
    '貿易有限公司',
    '网络科技有限公司',
    '信息技术股份有限公司',
    '上海',
    '科技',
    '测试',
    'Co., Ltd.',
    'THE COMPANY LIMITED',
  ])('%s is nobody’s name', (name) => {
    expect(refused({ name })).toEqual(['/name']);
  });

  // Registered names and such as they could be.
  test.each([
    '中国医药投资有限公司',
    '中国汽车贸易总公司',
    '常州食品有限公司',
    '上海玩具进出口有限公司',
    '岳县自来水公司',
    '江山控股有限公司',
    '永嘉集团有限公司',
    '大同有限公司',
    '联合集团有限公司',
    '应用材料公司',
    '航天物流有限公司',
    '漳州市龙文经济开发区有限公司',
    '交通银行股份有限公司',
    '有限元科技（北京）有限公司',
    '国家电网有限公司',
    'IBM',
    'The Trading Co., Ltd.',
    '小米',
  ])('%s is somebody’s', (name) => {
    expect(refused({ name })).toEqual([]);
  });

  test.each(['11111', '0000000', '８８８８８８８８', '000-0000000', '0571-00000000', '010-11111111'])(
    '%s is nobody’s number, as a landline or a fax',
    (number) => {
      expect(refused({ landline: number })).toEqual(['/landline']);
      expect(refused({ fax: number })).toEqual(['/fax']);
    },
  );

  test.each(['0571-88888888', '021-66666666', '400-111-1111', '95588', '0755-21111111', '+86 571 8888 8888 转 8001'])(
    '%s may be somebody’s',
    (number) => {
      expect(refused({ landline: number })).toEqual([]);
    },
  );

  test.each([
    '长龙乡镇',
    '外滩1号',
    '浙江省杭州市',
    '浙江省杭州市西湖区',
    '杭州市 西湖区',
    'aaaaaaaa',
    '不知道啊',
    'unknown',
  ])('%s is no address that anybody finds', (address) => {
    expect(refused({ address })).toEqual(['/address']);
  });

  test.each([
    '中山路1号',
    '天津经济技术开发区',
    '萧山经济技术开发区',
    '宜都市枝城镇杨士明村',
    '1 Main St',
    '西湖区文三路 9 号',
  ])('%s may be one', (address) => {
    expect(refused({ address })).toEqual([]);
  });

  test('each is named, and what to do is said in both languages', () => {
    const said = emptyFacts({ name: '有限公司', landline: '11111', fax: '22222', address: '没有地址' });
    expect(said.map(({ pointer }) => pointer)).toEqual(['/name', '/landline', '/fax', '/address']);
    for (const { text } of said) {
      expect([text.zh, text.en]).toEqual([expect.stringContaining('例如'), expect.stringContaining('such as')]);
    }
  });
});
