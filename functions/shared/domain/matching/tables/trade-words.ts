/**
 * The words of a company's trade, with what English names call them. One line per meaning: Chinese words, then after
 * the colon English ones. A `~` before the line marks words so general that their presence or absence says little
 * (发展, 实业, 服务); two such words are compared, but weigh less.
 */
export const tradeWords = `
~科技=科学技术=技术=高科=高新技术: technology technologies tech science scitech sci technical
~发展: development developing
~开发: development exploitation
~实业: industrial industry industries enterprise enterprises
~产业: industrial industry industries
~工业 工业品: industrial industry industries
~企业: enterprise enterprises
~商贸=贸易=经贸=外贸=对外贸易=贸 国贸 工贸=贸工 商务 进出口贸易 农贸 科贸 物贸 边贸: trading trade commerce commercial economic industry
~服务 服务业: service services
~工程: engineering project projects works
~管理: management administration
~投资 创投 投资管理 风险投资: investment investments invest capital
~咨询=顾问 信息咨询: consulting consultancy consultation consultants advisory
~国际: international
~集团: group
~控股: holding holdings
~销售=经销=营销=直销=分销=购销 代销 供销 批发 零售 展销 专营 经营=营运=运营: sales selling marketing distribution operation operations
~制造 生产 加工 制作 制品 产品 制造业: manufacturing manufacture making production processing products product mfg
~设备=器材=装备 机器: equipment apparatus machinery facilities equipments
~建设=建筑=建工 建安 筑: construction building architecture architectural
~系统: system systems
~研究=研发 研究院=研究所 研制: research institute rd
~设计: design
~安装 装配: installation installing
~技术服务: technical technology service
~信息 资讯 信息技术: information info
~文化 文创: culture cultural
~贸易发展: trade development
~中心: center centre
~应用: application applications
~创新: innovation
~联合: united union
~连锁: chain
~代理 经纪 中介: agency agent agents brokerage
~策划 企划: planning
~推广 宣传: promotion
~供应 供货: supply
~配送 配套: distribution
~租赁: leasing lease rental
~维修=修理 修造 维护 检修: repair maintenance
~交流: exchange communication
~材料 原料 辅料: materials material
~用品: supplies articles goods
~资源: resources resource
~资产: asset assets
~事业: undertakings
~传播: communication communications media
~电子: electronics electronic
~网络: network networks internet
~机械: machinery machine mechanical
~环保=环境=环境保护 环境工程 环境科技: environmental environment protection ep
~农业 农牧 农林 农 农产品=农产=农副产品 农科 农技 农牧业: agriculture agricultural agri farm farming
~生物 生物科技: biological biotech biotechnology bio biology
~新材料: new materials
~物资: materials supplies
~通信=通讯 电信: communication communications telecom telecommunication telecommunications
~智能=智能化: intelligent smart intelligence
~健康: health
~商业 商: commercial business commerce
~建材=建筑材料 建筑装饰材料: building materials
~机电 机电设备: electromechanical mechanical electrical
软件: software
计算机=电脑=微机: computer computers
互联网: internet
数码=数字 数据: digital data
电气=电器 家电=家用电器: electric electrical appliance appliances
电力 电业 供电 发电 电能 水电 热电: power electric electricity
能源 新能源 节能: energy
光电=光电子: optoelectronic photoelectric optoelectronics
光伏 太阳能: photovoltaic solar pv
自动化=自控 控制: automation control automatic
仪器 仪表 仪器仪表: instrument instruments
五金=五金制品: hardware metal
金属 金属制品 金属材料: metal metals
钢铁=钢材 钢构=钢结构 钢 特钢: steel iron
铝业 铝: aluminum aluminium
铜业 铜: copper
有色金属: nonferrous metals
冶金: metallurgy metallurgical
矿业=矿产 矿山 煤矿 采矿: mining mineral minerals mine
煤业=煤炭=煤 焦化 焦煤 煤化: coal
石油 石化=石油化工: petroleum petrochemical oil
油田: oilfield
天然气=燃气 液化气 液化石油气: gas natural
加油站: gas station
化工=化工产品 化学 精细化工 化学工业: chemical chemicals chemistry chem
塑料=塑胶=塑业=塑: plastic plastics
橡胶 橡塑: rubber
涂料 油漆: paint coating coatings
水泥: cement
混凝土 商砼 砼: concrete
陶瓷=瓷业 陶: ceramic ceramics
玻璃: glass
石材 石业: stone
木业=木材 木制品 木器: wood timber
林业 苗木 苗圃 花卉 花木: forestry seedling flower
园林=风景园林 绿化 园艺 景观: landscape garden gardening landscaping greening
农资 农药 化肥 肥业 肥料 种业 种子: seed seeds fertilizer
养殖=养殖业 畜牧=牧业 饲料: breeding livestock feed husbandry
种植: planting
渔业 水产: aquatic fishery
粮油=粮食 米业 面粉 面业 粮库: grain oil rice flour
食品 食品工业: food foods foodstuff foodstuffs
饮料=饮品=饮业: beverage drink drinks
酒业=酒 酿酒 白酒 葡萄酒 酒类: wine liquor spirits
茶业=茶叶=茶: tea
烟草: tobacco
餐饮 饮食 餐饮管理: catering restaurant
酒店=大酒店 宾馆 饭店 旅馆 招待所: hotel
旅游 旅行社 旅业: tourism travel tour
物流 运输=货运=货物运输=运输业 储运 仓储 快递=速递=快运 航运 海运: logistics transportation transport freight shipping express storage warehousing cargo
货运代理=货代: freight forwarding
供应链: supply chain
交通: traffic transportation
汽车 机动车 车业 汽车贸易=汽贸 汽车销售: auto automobile automotive car motor vehicle vehicles
汽配=汽车配件=汽车零部件 零部件=配件: parts components auto
摩托车: motorcycle
船舶 船务 造船: ship shipping shipbuilding
航空 航天: aviation aerospace airlines
铁路 轨道: railway rail
公路=道路 路桥 桥梁: road bridge highway
港口 港务: port
房地产=地产=房产 不动产 房屋: real estate property realty
置业=置地 物业: properties property real estate land
物业管理: property management
装饰=装潢=装修 装饰工程 建筑装饰: decoration decorating decorative
家具=家私 家居 家居用品: furniture home household
建筑工程=建设工程 市政 市政工程: construction engineering municipal
劳务 劳务派遣 建筑劳务: labor labour
人力资源 人才: human resources hr talent
监理=建设监理: supervision
造价 评估 检测=检验=测试: testing inspection cost appraisal evaluation
水利 水务 供水 排水 给排水 污水处理 自来水: water conservancy
消防: fire fighting protection
安防=安保=保安 安全 安防科技: security safety
防水: waterproof waterproofing
保温: insulation
制冷 冷暖 空调 暖通 冷链: refrigeration air conditioning cooling
照明 灯饰=灯具: lighting
电梯: elevator elevators
阀门 水泵=泵业 轴承 模具 机床 锅炉 管业 管道 压缩机: valve pump bearing mould mold tool tooling boiler pipe
电缆=线缆 电线: cable cables wire
纺织=纺织品 针织 织造 印染 丝绸 棉业 纺: textile textiles knitting
服装=服饰=制衣=服装服饰 时装 衣: clothing garment garments apparel fashion dress
鞋业 皮革 皮具 箱包: shoes leather footwear
化妆品 美容=美业 美发 日化 美容美发: cosmetics beauty cosmetic
珠宝=首饰 黄金 钟表: jewelry jewellery gold watch
工艺品=工艺 礼品: crafts arts gift gifts art
玩具: toys toy
体育 健身 运动: sports sport fitness
文具 办公=办公用品 办公设备: office stationery
印务=印刷=印业 彩印: printing
包装 纸业=纸品 造纸 包装材料: packaging packing package paper
广告=广告传媒: advertising advertisement ad ads
传媒=传播 媒体: media
影视=影业=影视文化 电影 视频: film movie television video pictures
文化传播=文化传媒 文化发展: culture communication media
文化艺术 艺术: art arts culture
出版 图书 书店 报业: publishing press book books
会展=展览=展示 会议: exhibition conference
摄影 婚庆 婚纱: photography wedding
演艺 娱乐 网吧 歌舞: entertainment
动漫 游戏: animation game games
教育 教育科技 教育咨询 培训 学校 幼儿园: education educational training school
医药=药业=制药=药品 大药房=药房=药店: medicine pharmaceutical pharmaceuticals pharmacy pharma
医疗 医疗器械 医疗科技 医疗设备: medical device devices
医院 门诊部 诊所: hospital clinic
保健 保健品 养老 养生: health care
金融 金融服务: finance financial
银行: bank banking
证券: securities
保险 保险代理 财险 人寿: insurance
基金 股权投资 资本 股权 私募基金: fund equity capital funds
信托: trust
担保 融资担保 融资: guarantee guaranty
融资租赁: finance leasing
小额贷款 典当 拍卖 贷款: microcredit loan pawn auction
会计 税务 代理记账 审计 财务 财税 会计师事务所: accounting tax finance
律师 法律 律师事务所: law legal
知识产权 商标: intellectual property
电子商务=电商: ecommerce electronic commerce business
信息科技 网络科技 软件科技: information network technology
超市 百货 商场=商厦=商城 购物 便利店 大厦 广场: supermarket department store shopping mall
日用品 日用百货 日杂: daily necessities commodities
家政 清洁=保洁: housekeeping cleaning
再生资源 废旧物资 回收=物资回收: renewable recycling resources
专业合作社 合作社 合作联社 供销社 供销合作社: cooperative
机器人: robot robotics
医学: medical
皮毛: fur
百货公司: department store
进出口: import export
国际贸易: international trade trading
国际物流: international logistics
化学品: chemicals
企业管理: enterprise business management
企业策划 市场营销 营销策划 市场: marketing planning market
办公自动化: office automation
电子科技 电子技术: electronic electronics technology
电子产品 电子材料: electronic products
生态: ecological ecology eco
土地 国土: land
测绘 地理信息 勘察 勘测 规划: surveying mapping geographic survey planning
港湾 码头: harbor wharf terminal
盐业 糖业 油脂 蔬菜 果业 果品 水果 肉类 蛋业 乳业: salt sugar oils vegetable fruit meat dairy
殡葬: funeral
旧机动车 二手车: used cars
花炮 烟花: fireworks
电影院 影城: cinema
`;
