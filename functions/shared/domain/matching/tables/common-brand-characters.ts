/** Characters so usual in company brands (luck, size, strength, virtue) that sharing them proves little. */
export const commonBrandCharacters =
  '鑫宏达盛华兴隆泰源恒信诚瑞丰金鼎博天中大新东海建安发利顺德祥龙旺嘉佳美康通联创亿万永富荣昌茂腾飞' +
  '正和平明光辉星升长城远方成业友谊益民生众合力強强胜凯欣鸿汇福禄寿喜吉祥庆宝银铭铁玉石山江河湖洋南北西京' +
  '三五一二九百千佰仟亚欧国际立伟卓越优尚品雅润泽源林森木春阳旭日月云风雨雪花红绿蓝青白诺奥科技高精特' +
  '贝邦宇航悦乐家园百年世纪时代同人文景浩博翔骏腾迅捷速顺';
