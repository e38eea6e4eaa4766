"""Checks of the audit on quotas, people, mirrors, claims and time, each one query."""

from registry.audit.queries import SqlCheck

AREA_CHECKS = (
    SqlCheck(
        "I6.quotas_kept",
        "quota_level",
        "SELECT q.scheme, q.vintage, q.purpose, q.quantity_max, q.pending, q.consumed"
        " FROM quota_level q WHERE q.pending < 0 OR q.consumed < 0"
        " OR q.consumed + q.pending > q.quantity_max OR q.consumed <>"
        " coalesce((SELECT sum(u.quantity) FROM quota_use u WHERE u.quota_id = q.id), 0)"
        " OR q.purpose = 'all' AND q.consumed <> coalesce((SELECT sum(i.quantity) FROM issuance i"
        " JOIN unit_type t ON t.id = i.unit_type_id"
        " WHERE t.scheme = q.scheme AND coalesce(t.vintage, 0) = q.vintage), 0)",
    ),
    SqlCheck(
        "I6.credits_within_limit",
        "compliance_event",
        "SELECT e.number, o.year, o.quantity FROM compliance_event o"
        " JOIN compliance_entity e ON e.id = o.entity_id"
        " WHERE o.kind = 'obligation' AND e.scheme = 'CEA' AND o.quantity < 20 * ("
        " SELECT coalesce(sum(CASE s.kind WHEN 'reversal' THEN -s.quantity ELSE s.quantity END),"
        " 0)"
        " FROM compliance_event s WHERE s.entity_id = o.entity_id AND s.year = o.year"
        " AND s.kind IN ('surrender', 'reversal') AND s.unit_kind = 'credit')",
    ),
    SqlCheck(
        "I8.two_people",
        "proposal",
        "SELECT p.number, p.proposer, p.approver FROM proposal p"
        " WHERE lower(p.approver) = lower(p.proposer)"
        " OR (p.state IN ('approved', 'executed') AND p.second_person AND p.approver IS NULL)"
        " UNION ALL SELECT p.number, p.proposer, e.actor FROM proposal p"
        " JOIN proposal_event e ON e.proposal_id = p.id"
        " WHERE e.state = 'approved' AND p.second_person AND lower(e.actor) = lower(p.proposer)",
    ),
    SqlCheck(
        "I8.mandates_held",
        "proposal",
        "SELECT p.number, d.email FROM proposal p JOIN ("
        " SELECT e.proposal_id AS id, q.proposer AS email, 'initiate' AS asked, e.recorded_at,"
        " e.business_date FROM proposal_event e JOIN proposal q ON q.id = e.proposal_id"
        " WHERE e.state = 'approved' UNION ALL"
        " SELECT e.proposal_id, e.actor, 'approve', e.recorded_at, e.business_date"
        " FROM proposal_event e WHERE e.state = 'approved') d ON d.id = p.id"
        " WHERE p.party_id IS NOT NULL AND p.second_person AND NOT EXISTS ("
        " SELECT 1 FROM mandate m WHERE m.party_id = p.party_id AND m.user_email = lower(d.email)"
        " AND m.right_ IN (d.asked, 'both')"
        " AND (m.granted_at IS NULL OR m.granted_at <= d.recorded_at)"
        " AND (m.revoked_at IS NULL OR m.revoked_at >= d.recorded_at)"
        " AND (m.valid_from IS NULL OR m.valid_from <= d.business_date)"
        " AND (m.valid_to IS NULL OR m.valid_to >= d.business_date))",
    ),
    SqlCheck(
        "I9.foreign_units_once",
        "mirror",
        "SELECT a.number, b.number FROM mirror a JOIN mirror b"
        " ON b.origin = a.origin AND b.series = a.series AND b.id > a.id"
        " AND b.serial_first <= a.serial_last AND b.serial_last >= a.serial_first"
        " WHERE a.state <> 'released' AND b.state <> 'released'"
        " UNION ALL SELECT m.number, s.actor FROM mirror m"
        " JOIN mirror_step s ON s.mirror_id = m.id AND s.step = 'immobilise'"
        " JOIN mirror_step t ON t.mirror_id = m.id AND t.step = 'mirror'"
        " WHERE s.actor = t.actor OR m.serial_last - m.serial_first + 1 <>"
        " (SELECT i.quantity FROM issuance i WHERE i.id = m.issuance_id)",
    ),
    SqlCheck(
        "I10.claims_apart",
        "source_claim",
        "SELECT a.source, a.reference, b.reference FROM source_claim a JOIN source_claim b"
        " ON b.source = a.source AND b.id > a.id"
        " AND b.period_from <= a.period_to AND b.period_to >= a.period_from"
        " AND (b.mechanism <> a.mechanism OR b.kind = a.kind)"
        " WHERE a.state = 'active' AND b.state = 'active'",
    ),
    SqlCheck(
        "I14.nothing_early",
        "proposal",
        "SELECT p.number FROM proposal p WHERE p.state = 'executed'"
        " AND (p.executed_at < p.recorded_at OR p.executed_at < p.execute_at)",
    ),
)
