"""What a proof can lack, each in a sentence that says what is wrong.

RegistryError
├── UnknownRecord: UnknownEntry
└── ProofRefused
    ├── ProofUnreadable, KeyUnreadable, CheckpointUnreadable (nothing could be checked)
    ├── ForeignKey, SignatureInvalid
    ├── ProofTruncated, ProofOfOtherTree
    ├── StatementDiffers, NotACertificate, PageDiffers
    ├── SealMissing, FileChanged
    └── CheckpointsDiffer, CheckpointAhead, EventsAltered, RecordAltered
"""

from typing import ClassVar

from registry.worlds.errors import RegistryError, UnknownRecord, words

PROOF_DECISION = "TanLab ADR 0006"
TREE_SOURCE = "RFC 6962 §2.1"
NOTE_SOURCE = "C2SP tlog-checkpoint, signed-note"
_ASK_AGAIN = words(
    "Download the certificate again from the registry and check that file.",
    "请从登记系统重新下载证书后再行核验。",
)


class ProofRefused(RegistryError):
    """A proof does not show what it should."""

    code = "registry.proof"


class ProofUnreadable(ProofRefused):
    """The file is no certificate and no proof (facts: file, reason in both languages)."""

    code = "registry.proof_unreadable"
    number: ClassVar[int] = 9001
    text = words("{file} cannot be checked: {reason}.", "{file} 无法核验：{reason}。")
    rule = words(
        "A certificate is a PDF of the registry with its proof attached, or that proof alone.",
        "可核验的是登记系统出具的、附有证明的 PDF 证书，或单独的证明文件。",
    )
    source = PROOF_DECISION
    fix = _ASK_AGAIN


class KeyUnreadable(ProofRefused):
    """A text is no key (facts: value)."""

    code = "registry.key_unreadable"
    number: ClassVar[int] = 9002
    text = words("“{value}” is not a key of a registry.", "“{value}”不是登记系统的公钥。")
    rule = words(
        "A key is one line: name, identifier and value, joined by plus signs.",
        "公钥为一行文字：名称、标识与数值，以加号连接。",
    )
    source = NOTE_SOURCE
    fix = words(
        "Copy the whole line from the registry's page /proof.", "请从登记系统 /proof 页面完整复制。"
    )


class CheckpointUnreadable(ProofRefused):
    """A text is no checkpoint (facts: reason in both languages)."""

    code = "registry.checkpoint_unreadable"
    number: ClassVar[int] = 9003
    text = words("This is not a checkpoint: {reason}.", "这不是检查点：{reason}。")
    rule = words(
        "A checkpoint has an origin, a size, a root, an empty line and a signature.",
        "检查点依次为来源、规模、根哈希、空行和签名。",
    )
    source = NOTE_SOURCE
    fix = words("Paste the whole text, every line of it.", "请完整粘贴检查点的每一行。")


class UnknownEntry(UnknownRecord):
    """The log has no such entry, or no such size yet (facts: entry, size)."""

    code = "registry.unknown_entry"
    number: ClassVar[int] = 9004
    text = words(
        "The log has {size} entries; there is no {entry}.", "日志共 {size} 条，不存在 {entry}。"
    )
    rule = words("Entries are counted from 0.", "条目从 0 起编号。")
    source = TREE_SOURCE


class ForeignKey(ProofRefused):
    """Somebody else signed (facts: found, expected)."""

    code = "registry.foreign_key"
    number: ClassVar[int] = 9010
    text = words(
        "This was signed by the key {found}, not by {expected}, which you trust.",
        "签名密钥为 {found}，并非您信任的 {expected}。",
    )
    rule = words(
        "Only the registry's own key makes a certificate of the registry.",
        "只有登记系统自己的密钥签名的证书才有效。",
    )
    source = PROOF_DECISION
    fix = words(
        "Compare the key with the one the registry publishes; if it differs, the file is not the"
        " registry's.",
        "请与登记系统公布的公钥核对；若不一致，该文件并非登记系统出具。",
    )


class SignatureInvalid(ProofRefused):
    """The checkpoint is not what the key signed (facts: key)."""

    code = "registry.signature_invalid"
    number: ClassVar[int] = 9011
    text = words(
        "The checkpoint was changed: the signature of {key} does not fit it.",
        "检查点已被改动：{key} 的签名与内容不符。",
    )
    rule = words("A signature fits exactly one text.", "一个签名只对应一份确定的文本。")
    source = NOTE_SOURCE
    fix = _ASK_AGAIN


class ProofTruncated(ProofRefused):
    """The proof has too few or too many hashes (facts: found, needed, index, size)."""

    code = "registry.proof_truncated"
    number: ClassVar[int] = 9012
    text = words(
        "The proof has {found} hashes; entry {index} of a log of {size} needs {needed}.",
        "证明含 {found} 个哈希，而规模为 {size} 的日志中第 {index} 条需要 {needed} 个。",
    )
    rule = words("The length of a proof follows from place and size.", "证明长度由位置和规模决定。")
    source = TREE_SOURCE
    fix = _ASK_AGAIN


class ProofOfOtherTree(ProofRefused):
    """The event is not in the signed log (facts: index, size)."""

    code = "registry.proof_of_other_tree"
    number: ClassVar[int] = 9013
    text = words(
        "The event is not entry {index} of the signed log of {size} entries: event, proof or"
        " place was changed, or the proof belongs to another log.",
        "该事件不是已签名日志（共 {size} 条）的第 {index} 条：事件、证明或位置被改动，"
        "或证明属于另一日志。",
    )
    rule = words(
        "Event and proof together must give the signed root.",
        "由事件和证明须能算出已签名的根哈希。",
    )
    source = TREE_SOURCE
    fix = _ASK_AGAIN


class StatementDiffers(ProofRefused):
    """The certificate says something else than the event (facts: name, stated, recorded)."""

    code = "registry.statement_differs"
    number: ClassVar[int] = 9014
    text = words(
        "The certificate says {name} = {stated}, the registry recorded {recorded}.",
        "证书所载 {name} 为 {stated}，而登记记录为 {recorded}。",
    )
    rule = words(
        "A certificate states what the registry recorded, field by field.",
        "证书逐项陈述登记系统的记录。",
    )
    source = PROOF_DECISION
    fix = _ASK_AGAIN


class NotACertificate(ProofRefused):
    """The proved event is no certificate (facts: kind)."""

    code = "registry.not_a_certificate"
    number: ClassVar[int] = 9015
    text = words(
        "The proved event is no certificate but “{kind}”.", "所证明的事件不是证书，而是“{kind}”。"
    )
    rule = words(
        "A certificate is proved by the event that recorded it, not by another entry of the log.",
        "证书须由记录该证书的事件证明，日志中的其他条目不能作为证明。",
    )
    source = PROOF_DECISION
    fix = _ASK_AGAIN


class PageDiffers(ProofRefused):
    """The PDF is titled for another certificate than its proof (facts: title, number)."""

    code = "registry.page_differs"
    number: ClassVar[int] = 9016
    text = words(
        "The PDF is titled “{title}”, but its proof is of certificate {number}.",
        "PDF 的标题为“{title}”，而所附证明属于证书 {number}。",
    )
    rule = words(
        "The page of a PDF and the proof attached to it are of one certificate.",
        "PDF 页面与所附证明须属于同一证书。",
    )
    source = PROOF_DECISION
    fix = _ASK_AGAIN


class SealMissing(ProofRefused):
    """The PDF has no seal."""

    code = "registry.seal_missing"
    number: ClassVar[int] = 9017
    text = words(
        "The PDF has no seal of the registry, or the seal was damaged.",
        "该 PDF 没有登记系统的封印，或封印已损坏。",
    )
    rule = words(
        "The registry signs every byte of a certificate's PDF.",
        "登记系统对证书 PDF 的每个字节签名。",
    )
    source = PROOF_DECISION
    fix = _ASK_AGAIN


class FileChanged(ProofRefused):
    """A byte of the PDF was changed (facts: digest)."""

    code = "registry.file_changed"
    number: ClassVar[int] = 9018
    text = words(
        "The PDF was changed after the registry sealed it: its bytes (SHA-256 {digest}) do not fit"
        " the seal.",
        "该 PDF 在登记系统封印后被改动：其内容（SHA-256 {digest}）与封印不符。",
    )
    rule = words(
        "The registry signs every byte of a certificate's PDF.",
        "登记系统对证书 PDF 的每个字节签名。",
    )
    source = PROOF_DECISION
    fix = _ASK_AGAIN


class CheckpointsDiffer(ProofRefused):
    """The old checkpoint is no beginning of the new log (facts: old, new)."""

    code = "registry.checkpoints_differ"
    number: ClassVar[int] = 9020
    text = words(
        "The log of {new} entries does not begin with the {old} entries of the old checkpoint:"
        " the past was altered.",
        "规模为 {new} 的日志并非以旧检查点的 {old} 条为开头：历史已被改动。",
    )
    rule = words("A log only grows; its past stays.", "日志只能追加，历史不得更改。")
    source = TREE_SOURCE
    fix = words(
        "Keep both checkpoints: together they prove the alteration to anyone.",
        "请保存两个检查点：二者足以向任何人证明历史被改动。",
    )


class CheckpointAhead(ProofRefused):
    """The checkpoint is of a larger log than this one (facts: found, size)."""

    code = "registry.checkpoint_ahead"
    number: ClassVar[int] = 9021
    text = words(
        "The checkpoint covers {found} entries, the log has only {size}: entries are missing.",
        "检查点涵盖 {found} 条，而日志仅有 {size} 条：记录缺失。",
    )
    rule = words("A log only grows; its past stays.", "日志只能追加，历史不得更改。")
    source = TREE_SOURCE
    fix = words("Check that this is the log the checkpoint names.", "请确认检查点所指正是该日志。")


class EventsAltered(ProofRefused):
    """Recomputed from the events, the root is another (facts: size, altered)."""

    code = "registry.events_altered"
    number: ClassVar[int] = 9022
    text = words(
        "Computed from the first {size} events as they are now, the root differs from the signed"
        " one. Altered or missing entries: {altered}.",
        "以现有的前 {size} 条事件重新计算，根哈希与已签名者不符。被改动或缺失的条目：{altered}。",
    )
    rule = words("A log only grows; its past stays.", "日志只能追加，历史不得更改。")
    source = TREE_SOURCE
    fix = words(
        "Tell the registry and the regulator, and keep the checkpoint: it is the evidence.",
        "请告知登记机构和主管部门，并保存检查点作为证据。",
    )


class RecordAltered(ProofRefused):
    """A certificate's row says something else than its event (facts: certificate, name)."""

    code = "registry.record_altered"
    number: ClassVar[int] = 9023
    text = words(
        "The record of certificate {certificate} was altered: its {name} is not what the log says.",
        "证书 {certificate} 的记录被改动：{name} 与日志不符。",
    )
    rule = words(
        "A certificate states what the registry recorded, field by field.",
        "证书逐项陈述登记系统的记录。",
    )
    source = PROOF_DECISION
    fix = words("Run `tanlab registry audit`.", "请运行 `tanlab registry audit`。")
