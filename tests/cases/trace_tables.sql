-- The working tables that the trace stage leaves, empty: what cases and leads read of them.

create table trace.asset_request (
    asset_id VARCHAR,
    request_kind VARCHAR,
    addressee VARCHAR,
    request_text VARCHAR
);

create table trace.asset_status (
    asset_id VARCHAR,
    value_base_minor BIGINT,
    value_basis VARCHAR,
    encumbrance_base_minor BIGINT,
    share_minimum_ratio DOUBLE,
    share_maximum_ratio DOUBLE,
    storage_base_minor BIGINT,
    net_minimum_base_minor BIGINT,
    net_maximum_base_minor BIGINT,
    is_sale_candidate BOOLEAN,
    has_social_reuse BOOLEAN,
    urgency VARCHAR,
    signals VARCHAR,
    nominee_indicators VARCHAR,
    measure_code VARCHAR,
    clock_starts_on DATE,
    clock_ends_on DATE,
    clock_term VARCHAR,
    clock_source VARCHAR
);

create table trace.cone_alert (
    trace_id VARCHAR,
    alert_id VARCHAR,
    detector_id VARCHAR,
    is_weak BOOLEAN,
    is_main BOOLEAN,
    cited_count BIGINT,
    first_epoch BIGINT
);

create table trace.cone_credit (
    trace_id VARCHAR,
    hop BIGINT,
    account_number BIGINT,
    latest_epoch BIGINT,
    transaction_id VARCHAR,
    transaction_number BIGINT,
    originator_number BIGINT,
    booked_epoch BIGINT,
    amount_base_minor BIGINT,
    is_own BOOLEAN,
    is_hub BOOLEAN
);

create table trace.cone_source (
    trace_id VARCHAR,
    transaction_id VARCHAR,
    transaction_number BIGINT,
    booked_epoch BIGINT,
    account_number BIGINT,
    is_cited BOOLEAN,
    is_root BOOLEAN
);

create table trace.cone_start (
    trace_id VARCHAR,
    acquisition_id VARCHAR,
    asset_id VARCHAR,
    acquirer_party_id VARCHAR,
    transaction_id VARCHAR,
    transaction_number BIGINT,
    account_number BIGINT,
    latest_epoch BIGINT,
    amount_base_minor BIGINT,
    paid_base_minor BIGINT,
    price_base_minor BIGINT,
    match_score DOUBLE,
    match_reasons VARCHAR,
    is_acquirer_paying BOOLEAN
);

create table trace.controller (
    held_id VARCHAR,
    person_id VARCHAR,
    means VARCHAR,
    steps INTEGER,
    evidence VARCHAR
);

create table trace.dissipation_signal (
    asset_id VARCHAR,
    signal VARCHAR,
    is_strong BOOLEAN,
    measured_on DATE,
    explanation VARCHAR,
    evidence VARCHAR
);

create table trace.means_item (
    party_id VARCHAR,
    household_id VARCHAR,
    item_year BIGINT,
    side VARCHAR,
    kind VARCHAR,
    amount_base_minor BIGINT,
    cost_base_minor BIGINT,
    evidence VARCHAR
);

create table trace.means_test (
    unit_kind VARCHAR,
    unit_id VARCHAR,
    method VARCHAR,
    first_year BIGINT,
    last_year BIGINT,
    income_year_count BIGINT,
    missing_year_count DOUBLE,
    income_base_minor BIGINT,
    loan_base_minor BIGINT,
    sold_base_minor BIGINT,
    acquired_base_minor BIGINT,
    repaid_base_minor BIGINT,
    spent_base_minor BIGINT,
    living_base_minor BIGINT,
    allowance_base_minor BIGINT,
    gap_minimum_base_minor BIGINT,
    gap_maximum_base_minor BIGINT,
    unpriced_count BIGINT,
    evidence VARCHAR
);

create table trace.ownership_path (
    held_id VARCHAR,
    person_id VARCHAR,
    path_number BIGINT,
    step BIGINT,
    from_id VARCHAR,
    holder_id VARCHAR,
    minimum_ratio DOUBLE,
    maximum_ratio DOUBLE,
    path_maximum_ratio DOUBLE,
    evidence VARCHAR
);

create table trace.basis_state (
    asset_id VARCHAR,
    party_id VARCHAR,
    basis_code VARCHAR,
    supported_count BIGINT,
    unknown_count BIGINT,
    testable_count BIGINT,
    is_closed BOOLEAN,
    place BIGINT
);

create table trace.asset_assessment (
    asset_id VARCHAR,
    bases VARCHAR,
    measures VARCHAR,
    counter_evidence VARCHAR,
    missing VARCHAR,
    victim_claims VARCHAR,
    third_party_claims VARCHAR
);

create table trace.asset_lead_fact (
    asset_id VARCHAR,
    source_count BIGINT,
    hop_count BIGINT,
    last_source_on DATE,
    last_hop_on DATE,
    price_base_minor BIGINT,
    chain_ids VARCHAR,
    relation VARCHAR,
    confidence VARCHAR,
    handling_code VARCHAR,
    calendar VARCHAR,
    retained_until DATE
);

create table trace.asset_source (
    asset_id VARCHAR,
    answer VARCHAR,
    record VARCHAR,
    file_sha256 VARCHAR,
    row_number BIGINT
);

create table trace.asset_claim (
    asset_id VARCHAR,
    claim_kind VARCHAR,
    party_id VARCHAR,
    amount_base_minor BIGINT,
    explanation VARCHAR,
    evidence VARCHAR,
    settled_by VARCHAR
);

create table trace.measure_clock (
    measure_code VARCHAR,
    measure_title VARCHAR,
    applies_to VARCHAR,
    term VARCHAR,
    measure_source VARCHAR,
    starts_on DATE,
    ends_on DATE
);

create table trace.running_cost (
    asset_id VARCHAR,
    transaction_id VARCHAR,
    booked_on DATE,
    payer_party_id VARCHAR,
    amount_base_minor BIGINT,
    is_owner_paying BOOLEAN
);

-- What the features stage leaves and leads read: an account's days, and who holds it.

create table features."window" (first_on DATE, as_of DATE);

create table features.account (account_id VARCHAR, account_number BIGINT, in_base_minor HUGEINT, out_base_minor HUGEINT);

create table features.account_day (
    account_number BIGINT,
    account_id VARCHAR,
    booked_on DATE,
    in_base_minor HUGEINT,
    out_base_minor HUGEINT,
    largest_base_minor BIGINT
);

create table features.party_account (party_id VARCHAR, account_id VARCHAR, party_type VARCHAR, is_owner BOOLEAN);

create table trace.identifier_check (
    asset_id VARCHAR,
    identifier_name VARCHAR,
    identifier_value VARCHAR,
    check_source VARCHAR,
    is_valid BOOLEAN
);
