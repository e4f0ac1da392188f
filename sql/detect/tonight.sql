/*
grain = "one row per alert of tonight"
*/
with described as (
    select
        folded.*,
        detector.* exclude (detector_id, tier),
        coalesce(folded.own_tier, detector.tier) as tier,
        strftime(make_timestamp(folded.start_epoch * 1000000), '%Y-%m-%d') as first_day,
        strftime(make_timestamp(folded.end_epoch * 1000000), '%Y-%m-%d') as last_day,
        detector.threshold_unit = 'base currency, minor units' as is_money,
        cast(round(folded.measured) as hugeint) as measured_whole,
        cast(round(folded.threshold) as hugeint) as threshold_whole
    from detect.folded as folded
    join detect.detector as detector
      on detector.detector_id = folded.detector_id
),
worded as (
    -- $decimals digits after the point, 10 to the power $decimals minor units in a major one
    select
        described.*,
        case
            when not is_money then round(measured, 4) || ' ' || threshold_unit
            when $decimals = 0 then measured_whole || ' ' || $base_currency
            else (measured_whole // $minor_per_major) || '.'
                || lpad(cast(measured_whole % $minor_per_major as varchar), $decimals, '0')
                || ' ' || $base_currency
        end as measured_text,
        case
            when not is_money then cast(round(threshold, 4) as varchar)
            when $decimals = 0 then cast(threshold_whole as varchar)
            else (threshold_whole // $minor_per_major) || '.'
                || lpad(cast(threshold_whole % $minor_per_major as varchar), $decimals, '0')
        end as threshold_text,
        case
            when $decimals = 0 then amount_base_minor || ' ' || $base_currency
            else (amount_base_minor // $minor_per_major) || '.'
                || lpad(cast(amount_base_minor % $minor_per_major as varchar), $decimals, '0')
                || ' ' || $base_currency
        end as amount_text
    from described
)
select
    'A' || substr(
        sha256(concat_ws('|', detector_id, detector_version, subject_id, start_epoch)), 1, 20
    ) as alert_id,
    detector_id,
    detector_version,
    typology,
    severity,
    tier,
    subject_type,
    subject_id,
    start_epoch,
    end_epoch,
    measured,
    threshold,
    score,
    transaction_count,
    cast(amount_base_minor as bigint) as amount_base_minor,
    title || ': measured ' || regexp_replace(measured_text, '\.0 ', ' ')
        || ' against ' || regexp_replace(threshold_text, '\.0$', '')
        || ' (' || threshold_meaning || '), '
        || case when first_day = last_day then 'on ' || first_day
            else 'from ' || first_day || ' to ' || last_day end
        || case transaction_count
            when 0 then '; from registers, no transaction cited'
            when 1 then '; 1 transaction of ' || amount_text
            else '; ' || transaction_count || ' transactions, ' || amount_text || ' in all' end
        || coalesce('. ' || note, '')
        as reasons
from worded
