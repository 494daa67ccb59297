import { describe, expect, test } from 'vitest';
import { parseCompanyName } from '../../../../../functions/shared/domain/matching/company-name.ts';

function firstReading(name: string) {
  const { readings, legalForm, branch } = parseCompanyName(name);
  const [{ brand, trade, places }] = readings;
  return {
    brand,
    trade: trade.join('+'),
    place: places.map(({ codes }) => codes.join('/')).join(' '),
    legalForm,
    branch,
  };
}

const plain = { legalForm: 'limited', branch: '' };

describe('a Chinese company name, read apart (IN-5)', () => {
  test.each([
    ['美来尔工程技术有限公司', { ...plain, brand: '美来尔', trade: '工程+技术', place: '' }],
    ['美来尔工程技术(北京)有限公司', { ...plain, brand: '美来尔', trade: '工程+技术', place: '11' }],
    ['美来尔（北京）工程技术有限公司', { ...plain, brand: '美来尔', trade: '工程+技术', place: '11' }],
    ['北京市美来尔工程技术有限公司', { ...plain, brand: '美来尔', trade: '工程+技术', place: '11' }],
    ['苏州工业园区蓝鹊软件有限公司', { ...plain, brand: '蓝鹊', trade: '软件', place: '320571' }],
    ['江苏省苏州市吴江区蓝鹊软件有限公司', { ...plain, brand: '蓝鹊', trade: '软件', place: '320509' }],
  ])('given %s, when it is read, then region, brand and trade stand apart', (name, expected) => {
    expect(firstReading(name)).toEqual(expected);
  });

  test('given a bare county name after a city that is not its parent, when it is read, then it is the brand', () => {
    // 东海 is a county of Jiangsu; after Kunming it can only be a brand.
    expect(firstReading('昆明东海商贸有限公司')).toMatchObject({ brand: '东海', place: '5301' });
  });

  test('given a bare county name after its parent, when it is read, then both readings are kept', () => {
    const brands = parseCompanyName('西安长安电器有限公司').readings.map(({ brand }) => brand);
    expect(brands).toContain('长安');
  });

  test('given 市场 after a city, when it is read, then 市 belongs to the word', () => {
    expect(firstReading('上海市场营销有限公司')).toMatchObject({ place: '31', brand: '市场' });
  });

  test('given a renamed county with its old suffix, when it is read, then it is still the same place', () => {
    expect(firstReading('临安市青梧贸易有限公司').place).toBe(firstReading('临安区青梧贸易有限公司').place);
  });

  test.each([
    ['蓝鹊软件股份有限公司', 'stock'],
    ['蓝鹊软件有限责任公司', 'limited'],
    ['蓝鹊软件公司', 'company'],
    ['蓝鹊软件', 'none'],
    ['蓝鹊果蔬专业合作社', 'cooperative'],
    ['蓝鹊投资管理合伙企业(有限合伙)', 'partnership'],
    ['蓝鹊铸造厂', 'works'],
  ])('given %s, when it is read, then its legal form is %s', (name, legalForm) => {
    expect(parseCompanyName(name).legalForm).toBe(legalForm);
  });

  test.each([
    ['蓝鹊银行股份有限公司诸暨支行', '诸暨支行'],
    ['蓝鹊银行诸暨支行', '诸暨支行'],
    ['蓝鹊证券有限责任公司江苏分公司', '江苏分公司'],
    ['蓝鹊软件有限公司', ''],
  ])('given %s, when it is read, then its branch is "%s"', (name, branch) => {
    expect(parseCompanyName(name).branch).toBe(branch);
  });

  test.each([
    ['客户:杭州蓝鹊软件有限公司'],
    ['1、杭州蓝鹊软件有限公司'],
    ['【新】杭州蓝鹊软件有限公司'],
    ['* 杭州“蓝鹊”软件 有限公司'],
    ['杭州蓝\u200b鹊软件有限公司　'],
    ['杭州藍鵲軟件有限公司'],
  ])('given the label, width or script of "%s", when it is read, then it is the plain name', (name) => {
    const { readings } = parseCompanyName(name);
    expect(readings[0]).toEqual(parseCompanyName('杭州蓝鹊软件有限公司').readings[0]);
  });

  test('given Arabic and Chinese numerals, when both are read, then the cores are one', () => {
    const [chinese, arabic] = ['第二十三建筑公司', '第23建筑公司'].map((name) => parseCompanyName(name));
    expect(arabic?.readings[0].core).toBe(chinese?.readings[0].core);
    expect(arabic?.numbers).toEqual(['23']);
  });
});
