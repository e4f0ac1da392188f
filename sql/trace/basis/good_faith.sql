/*
title    = "good faith of the person: the court decides; the facts for and against it that are known here"
settled_by = "the court"
*/
with own_payment as (
    select
        acquisition_id,
        sum(amount_base_minor) filter (is_acquirer_paying) as own_base_minor,
        min(price_base_minor) as price_base_minor,
        string_agg('core.transaction:' || transaction_id, ';' order by transaction_id) as evidence
    from trace.acquisition_payment
    where match_score >= 0.6
    group by acquisition_id
)
select
    assessed.asset_id,
    assessed.party_id,
    'for_the_court' as result,
    'software does not decide this; for it: '
        || case when own_payment.own_base_minor > 0
            then 'payments from accounts of the person are matched to the deed, '
                || (100 * own_payment.own_base_minor::hugeint // greatest(own_payment.price_base_minor, 1)) || ' % of its price'
            else 'no payment by the person is known' end
        || case when assessed.price_minor > 0 and assessed.market_value_minor > 0
            and assessed.price_minor::hugeint * 100 >= assessed.market_value_minor::hugeint * $third_party_price_percent
            then ', the price is ' || (assessed.price_minor::hugeint * 100 // assessed.market_value_minor) || ' % of the market value'
            else '' end
        || '; against it: '
        || case when assessed.price_minor = 0 then 'the deed names no price'
            when assessed.price_minor::hugeint * 100 < assessed.market_value_minor::hugeint * $third_party_price_percent
                then 'the price is ' || (assessed.price_minor::hugeint * 100 // greatest(assessed.market_value_minor, 1))
                    || ' % of the market value'
            else 'nothing in the price' end as explanation,
    coalesce(own_payment.evidence, 'core.acquisition:' || assessed.acquisition_id) as evidence
from trace.assessed as assessed
left join own_payment on own_payment.acquisition_id = assessed.acquisition_id
order by assessed.asset_id, assessed.party_id
