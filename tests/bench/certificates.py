"""The certificates that P1 to P4 print: one kind and bureau, another mall each, as after a round of decisions."""

import random
from functools import lru_cache

from certificates.content import CertificateRecord
from certificates.kinds import kind
from certificates.numbering import e_licence_identifier, format_number
from tests.certificates.conftest import ISSUER_USCC, build_record

HAN = "华万大金银天世新龙凤富贵永和安泰盛宏鑫瑞祥康宝丰恒嘉惠佳美欣怡悦春秋江河海湖山川云霞星月日光辉煌鹏翔腾飞"
KINDS = ("购物中心", "商场", "百货大楼", "奥特莱斯", "购物广场", "生活广场", "天地商业中心", "国际购物中心")
CITIES = ("贵阳市观山湖区", "遵义市汇川区", "六盘水市钟山区", "安顺市西秀区", "毕节市七星关区", "铜仁市碧江区")


@lru_cache(maxsize=1)
def _template() -> CertificateRecord:
    return build_record()


def record(index: int) -> CertificateRecord:
    """The certificate of this index: always the same one."""
    chance = random.Random(index)  # noqa: S311 - sample data
    green, city = kind("green-mall"), chance.choice(CITIES)
    parts = {"place": "520100", "year": 2026, "serial": index + 1}
    number = format_number(green, **parts)
    name = "".join(chance.sample(HAN, chance.choice([2, 3, 4])))
    return _template().model_copy(
        update={
            "number": number,
            "identifier": e_licence_identifier(green, issuer=ISSUER_USCC, **parts),
            "holder": city[:2] + name + chance.choice(KINDS),
            "holder_en": f"Shopping Centre {index + 1}, Guizhou",
            "enterprise": "贵州" + "".join(chance.sample(HAN, 3)) + "商业管理有限公司",
            "address": f"贵州省{city}{''.join(chance.sample(HAN, 2))}路{chance.randint(1, 999)}号",
            "verify_url": f"https://lvce.example.org/verify/{number}",
        }
    )
