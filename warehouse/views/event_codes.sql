-- Each event in the codes of other data sets, so that the record can be set beside GDELT, ICEWS and POLECAT.
-- The CAMEO root codes are those of the CAMEO manual (Schrodt 2012, version 1.1b3), with the quad classes of GDELT 1.0:
-- verbal cooperation 01 to 05, material cooperation 06 to 08, verbal conflict 09 to 13, material conflict 14 to 20.
-- PLOVER codes are those of the PLOVER manual (Open Event Data Alliance), which codes no statements and no appeals, and
-- takes announced cooperation for AGREE. Type, modality and polarity, which those codes merge, stay beside the codes.
-- What is only possible, and what is only said not to have happened, has no code.
-- event_id: The event.
-- event_type: What happened.
-- modality: The firmest way in which it is told.
-- polarity: Whether it is told or denied.
-- cameo_root: CAMEO root code of two digits; NULL if CAMEO has none.
-- cameo_code: The closest code below that root; the root itself where the type alone does not tell.
-- cameo_name: What the root code stands for.
-- quad_class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; NULL: no code.
-- plover_code: PLOVER code; NULL if PLOVER codes no such event.
-- plover_quad: Quad class of the PLOVER code, in words.
with types (event_type, cameo_code, plover_code, is_cooperation) as (
    values
        ('MEETING', '040', 'CONSULT', true), ('PARTICIPATION', '040', 'CONSULT', true),
        ('VISIT', '042', 'CONSULT', true), ('STAFF_TALKS', '040', 'CONSULT', true),
        ('SIGNING', '057', 'AGREE', true), ('ADOPTION', '050', 'AGREE', true),
        ('PUBLICATION', '010', null, true), ('STATEMENT', '010', null, true),
        ('ESTABLISHMENT', '060', 'COOPERATE', true), ('EXERCISE', '062', 'COOPERATE', true),
        ('OPERATION_COORDINATION', '062', 'COOPERATE', true), ('INFORMATION_SHARING', '064', 'COOPERATE', true),
        ('CAPABILITY_PROJECT', '060', 'COOPERATE', true), ('COOPERATION', '060', 'COOPERATE', true),
        ('AID', '070', 'AID', true), ('MEMBERSHIP_STEP', '050', 'AGREE', true),
        ('COMMITMENT', '030', 'AGREE', true), ('CALL', '020', null, true), ('SUPPORT', '051', 'SUPPORT', true),
        ('CRITICISM', '110', 'ACCUSE', false), ('REFUSAL', '120', 'REJECT', false),
        ('SANCTION', '163', 'SANCTION', false), ('HOSTILE_ACT', '190', 'ASSAULT', false)
),

-- verbal acts are what they are, whatever they speak of; of other acts the modality and the polarity decide
coded as (
    select
        events.event_id,
        case
            when types.event_type in ('STATEMENT', 'CALL', 'SUPPORT', 'CRITICISM', 'REFUSAL')
                then if(events.modality = 'hypothetical', null, types.cameo_code)
            when events.polarity = 'negated'
                then if(events.modality in ('planned', 'committed') and types.is_cooperation, '120', null)
            when events.modality in ('asserted', 'ongoing') then types.cameo_code
            when events.modality in ('planned', 'committed')
                then if(types.is_cooperation, if(types.cameo_code[1:2] in ('01', '03'), types.cameo_code, '030'), '130')
            when events.modality = 'called_for' then '020'
        end as cameo_code,
        case
            when types.event_type in ('STATEMENT', 'CALL', 'SUPPORT', 'CRITICISM', 'REFUSAL')
                then if(events.modality = 'hypothetical', null, types.plover_code)
            when events.polarity = 'negated'
                then if(events.modality in ('planned', 'committed') and types.is_cooperation, 'REJECT', null)
            when events.modality in ('asserted', 'ongoing') then types.plover_code
            when events.modality in ('planned', 'committed')
                then if(types.is_cooperation, if(types.plover_code is not null, 'AGREE', null), 'THREATEN')
        end as plover_code
    from events
    join types using (event_type)
)

select
    events.event_id,
    events.event_type,
    events.modality,
    events.polarity,
    coded.cameo_code[1:2] as cameo_root,
    if(coded.cameo_code[3] = '0', coded.cameo_code[1:2], coded.cameo_code) as cameo_code,
    case coded.cameo_code[1:2]
        when '01' then 'Make public statement'
        when '02' then 'Appeal'
        when '03' then 'Express intent to cooperate'
        when '04' then 'Consult'
        when '05' then 'Engage in diplomatic cooperation'
        when '06' then 'Engage in material cooperation'
        when '07' then 'Provide aid'
        when '11' then 'Disapprove'
        when '12' then 'Reject'
        when '13' then 'Threaten'
        when '16' then 'Reduce relations'
        when '19' then 'Fight'
    end as cameo_name,
    case
        when coded.cameo_code < '06' then 1
        when coded.cameo_code < '09' then 2
        when coded.cameo_code < '14' then 3
        when coded.cameo_code is not null then 4
    end as quad_class,
    coded.plover_code,
    case
        when coded.plover_code in ('AGREE', 'CONSULT', 'SUPPORT') then 'verbal cooperation'
        when coded.plover_code in ('COOPERATE', 'AID') then 'material cooperation'
        when coded.plover_code in ('ACCUSE', 'REJECT', 'THREATEN') then 'verbal conflict'
        when coded.plover_code is not null then 'material conflict'
    end as plover_quad
from events
left join coded using (event_id)
order by events.event_id
