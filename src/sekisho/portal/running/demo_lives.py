"""What the fictional cases of the demonstration are made from, and what befalls each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

GRID, AIRPORT = "grid-control-update", "airport-drones"
WATER, BANK = "water-cameras", "bank-core-outsourcing"


@dataclass(frozen=True, slots=True)
class Step:
    """What was done so many days ago, its words, and how many days ahead of it a new last day is."""

    ago: int
    what: str
    words: str = ""
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Life:
    """A fictional case: from which example it is made, what is different in it, and its life."""

    reference: str
    example: str
    who: tuple[str, str, str]
    facility: str
    steps: tuple[tuple[Any, ...], ...]
    """Each as the fields of a `Step`."""
    kind: str = "plan"


METI = ("filer", "examiner", "decider")
OKI = ("oki_filer", "mlit_examiner", "mlit_decider")
IZUMI = ("izumi_filer", "mlit_examiner", "mlit_decider")
HINODE = ("hinode_filer", "", "")

LIVES: tuple[Life, ...] = (
    Life("KG-2026-015", GRID, METI, "系統監視制御システム（東地区）", ((1, "open"), (1, "check"))),
    Life(
        "KG-2026-011",
        GRID,
        METI,
        "給電指令システム",
        ((9, "file"), (7, "return", "供給者の登記事項証明書が添付されていません。")),
    ),
    Life("KG-2026-013", GRID, METI, "系統監視制御システム（西地区）", ((2, "file"),)),
    Life(
        "KG-2026-010",
        GRID,
        METI,
        "変電所遠方監視制御システム",
        (
            (17, "file"),
            (14, "accept"),
            (
                9,
                "ask",
                "tanuki-mqttの既知の悪用済み脆弱性について、導入前の対処の予定を説明してください。",
            ),
            (6, "reply", "修正版3.6.1への更新を導入前に完了します。試験成績書を添付しました。"),
            (
                3,
                "ask",
                "aoba-alarms 2.2.0が同じ版のまま作り直された理由を、供給者に確認してください。",
            ),
        ),
    ),
    Life(
        "KG-2026-007",
        GRID,
        METI,
        "需給制御システム",
        (
            (31, "file"),
            (27, "accept"),
            (20, "ask", "Hoshikuzu Computersの株主Sable Fundの実質的支配者を示してください。"),
        ),
    ),
    Life(
        "KG-2026-006",
        GRID,
        METI,
        "広域連系制御装置",
        (
            (29, "file"),
            (26, "accept"),
            (18, "consult", "内閣総理大臣及び関係行政機関の長（架空）"),
            (4, "draft_extend", "供給者への確認に時間を要するため、期間を延長する。", 60),
        ),
    ),
    Life(
        "KG-2026-005",
        GRID,
        METI,
        "中央給電指令所設備",
        (
            (40, "file"),
            (36, "accept"),
            (15, "extend", "海外の供給者の確認に時間を要するため、期間を延長する。", 50),
        ),
    ),
    Life(
        "KG-2026-004",
        GRID,
        METI,
        "周波数監視装置",
        (
            (22, "file"),
            (19, "accept"),
            (12, "consult", "内閣総理大臣及び関係行政機関の長（架空）"),
            (6, "recommend", "サーバーを確認済みの製造者のものに変更すること。"),
        ),
    ),
    Life(
        "KG-2026-003",
        GRID,
        METI,
        "系統保護制御装置",
        (
            (26, "file"),
            (23, "accept"),
            (17, "consult", "内閣総理大臣及び関係行政機関の長（架空）"),
            (12, "recommend", "サーバーを確認済みの製造者のものに変更すること。"),
            (5, "refuse", "代わりの製品がなく、安定供給に支障が生じます。"),
        ),
    ),
    Life(
        "KG-2026-002",
        GRID,
        METI,
        "水力発電監視制御システム",
        (
            (28, "file"),
            (25, "accept"),
            (20, "consult", "内閣総理大臣及び関係行政機関の長（架空）"),
            (15, "recommend", "サーバーを確認済みの製造者のものに変更すること。"),
            (8, "agree", "勧告のとおり計画を変更します。"),
        ),
    ),
    Life(
        "KG-2025-031",
        GRID,
        METI,
        "配電自動化システム",
        (
            (29, "file"),
            (27, "accept"),
            (24, "consult", "内閣総理大臣及び関係行政機関の長（架空）"),
            (21, "recommend", "導入を中止すること。"),
            (14, "refuse", "中止すれば設備の更新が間に合いません。"),
            (12, "find_unjust", "更新の遅れは、妨害のおそれを上回る理由とならない。"),
            (10, "consult", "内閣総理大臣及び関係行政機関の長（架空）"),
            (5, "order", "導入を中止すること。"),
        ),
    ),
    Life("KG-2025-029", GRID, METI, "電力量計測管理システム", ((49, "file"), (45, "accept"))),
    Life(
        "KG-2025-027",
        GRID,
        METI,
        "気象情報配信装置",
        (
            (44, "file"),
            (41, "accept"),
            (30, "end_screening", "特定妨害行為の手段として使用されるおそれは認められない。"),
        ),
    ),
    Life(
        "KG-2026-012",
        GRID,
        METI,
        "系統情報伝送装置",
        (
            (6, "file"),
            (5, "accept"),
            (5, "shorten", "審査済みの計画と同じ構成であり、確認を要する点がない。", 2),
            (5, "end_screening", "特定妨害行為の手段として使用されるおそれは認められない。"),
        ),
    ),
    Life(
        "KG-2025-025",
        GRID,
        METI,
        "巡視点検支援システム",
        ((20, "file"), (16, "withdraw", "計画を見直すため。")),
    ),
    Life(
        "KG-2025-020",
        GRID,
        METI,
        "火力発電監視制御システム",
        (
            (75, "file"),
            (70, "accept"),
            (60, "end_screening", "特定妨害行為の手段として使用されるおそれは認められない。"),
            (30, "proceed"),
        ),
    ),
    Life(
        "KG-2026-E01",
        GRID,
        METI,
        "落雷で損傷した監視制御サーバー",
        ((8, "open"), (6, "proceed_urgently"), (4, "submit")),
        kind="emergency",
    ),
    Life(
        "KG-2026-C02",
        GRID,
        METI,
        "水力発電監視制御システム",
        ((5, "file"), (3, "accept")),
        kind="change",
    ),
    Life(
        "OK-2026-021",
        AIRPORT,
        OKI,
        "航空灯火光度制御設備",
        (
            (21, "file"),
            (18, "accept"),
            (10, "ask", "無人航空機の製造者と、名簿にある者との関係を説明してください。"),
            (7, "reply", "同名の別会社です。登記事項証明書を添付しました。"),
        ),
    ),
    Life(
        "IW-2026-003",
        WATER,
        IZUMI,
        "浄水場統合監視制御システム",
        (
            (29, "file"),
            (26, "accept"),
            (12, "ask", "カメラの実際の製造者を示す資料を提出してください。"),
        ),
    ),
    Life(
        "HB-2026-008",
        BANK,
        HINODE,
        "勘定系システム",
        (
            (15, "open"),
            (15, "check"),
            (15, "elsewhere"),
            (14, "enter", "submitted"),
            (11, "enter", "accepted"),
            (5, "enter", "asked"),
        ),
    ),
    Life(
        "KG-2026-016",
        GRID,
        METI,
        "需給調整システム",
        (
            (6, "open"),
            (5, "show_draft", "この構成で、どこまでを構成設備として記載すべきでしょうか。"),
            (3, "answer_draft", "中央監視画面の端末も構成設備として記載してください。"),
        ),
    ),
)
