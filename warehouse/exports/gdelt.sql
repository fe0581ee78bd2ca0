-- One line an event, in the 58 columns of GDELT 1.0 and their order. What the record does not know is left empty.
with alpha3 as (
    select code[1:2] as alpha2, code[3:5] as alpha3
    from (select unnest(string_split_regex(trim('
        ADAND AEARE AFAFG AGATG ALALB AMARM AOAGO ARARG ATAUT AUAUS AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR
        BIBDI BJBEN BNBRN BOBOL BRBRA BSBHS BTBTN BWBWA BYBLR BZBLZ CACAN CDCOD CFCAF CGCOG CHCHE CICIV CLCHL CMCMR
        CNCHN COCOL CRCRI CUCUB CVCPV CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY ERERI ESESP
        ETETH FIFIN FJFJI FMFSM FRFRA GAGAB GBGBR GDGRD GEGEO GHGHA GMGMB GNGIN GQGNQ GRGRC GTGTM GWGNB GYGUY HNHND
        HRHRV HTHTI HUHUN IDIDN IEIRL ILISR ININD IQIRQ IRIRN ISISL ITITA JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR
        KMCOM KNKNA KPPRK KRKOR KWKWT KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR
        MCMCO MDMDA MEMNE MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MRMRT MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM
        NENER NGNGA NINIC NLNLD NONOR NPNPL NRNRU NZNZL OMOMN PAPAN PEPER PGPNG PHPHL PKPAK PLPOL PSPSE PTPRT PWPLW
        PYPRY QAQAT ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SISVN SKSVK SLSLE SMSMR SNSEN SOSOM
        SRSUR SSSSD STSTP SVSLV SYSYR SZSWZ TDTCD TGTGO THTHA TJTJK TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN
        TZTZA UAUKR UGUGA USUSA UYURY UZUZB VAVAT VCVCT VEVEN VNVNM VUVUT WSWSM XKXKX YEYEM ZAZAF ZMZMB ZWZWE
    '), '\s+')) as code)
),

bodies as (
    select entity_id, coalesce(parent_id, entity_id) as parent_id
    from entities
),

-- the outermost body: the High Representative's service is the EU's, as in GDELT
sides as (
    select bodies.entity_id, coalesce(third.parent_id, second.parent_id, bodies.parent_id) as side_id
    from bodies
    left join bodies as second on bodies.parent_id = second.entity_id
    left join bodies as third on second.parent_id = third.entity_id
),

employers as (
    select events.event_id, terms.person_id, arg_min(terms.organization_id, (
        list_position(['leader', 'minister', 'military', 'official'], offices.level), terms.office_id
    )) as organization_id
    from events
    join terms on events.start_date between terms.start_date and coalesce(terms.end_date, events.start_date)
    join offices using (office_id)
    group by all
),

actors as (
    select
        parties.event_id,
        parties.entity_id,
        upper(parties.name) as name,
        if(sides.side_id in ('nato', 'european-union', 'united-nations'), sides.side_id, null) as organization,
        -- a person of a state acts for it; the seat of a body says nothing of its side
        if(coalesce(employers.organization_id, parties.entity_id) = body.entity_id and body.kind = 'state',
            alpha3.alpha3, null) as country,
        case
            when parties.level = 'military' then 'MIL'
            when parties.kind = 'person' and body.kind = 'state' then 'GOV'
            when sides.side_id in ('nato', 'european-union', 'united-nations') then 'IGO'
        end as type,
        (
            parties.role in ('counterpart', 'beneficiary', 'target', 'addressee', 'host'), parties.kind = 'person',
            -parties.mention_count, parties.entity_id
        ) as rank
    from (
        select event_id, entity_id, name, kind, level, min(role) as role, sum(mention_count) as mention_count
        from event_parties
        group by all
    ) as parties
    left join employers on parties.event_id = employers.event_id and parties.entity_id = employers.person_id
    left join entities as body on coalesce(employers.organization_id, parties.entity_id) = body.entity_id
    left join sides on body.entity_id = sides.entity_id
    left join alpha3 on body.country_code = alpha3.alpha2
),

known_actors as (
    select
        *,
        case organization when 'nato' then 'NAT' when 'european-union' then 'EEC' when 'united-nations' then 'UNO' end
            as known_group,
        case organization
            when 'nato' then 'IGOWSTNAT'
            when 'european-union' then 'IGOEUREEC'
            when 'united-nations' then 'IGOUNO'
            else country || coalesce(type, '')
        end as code
    from actors
),

coded_actors as (
    select *, row_number() over (partition by event_id order by code is null, rank) as place
    from known_actors
),

-- the other one of the dyad is of another side: "NATO, Jens Stoltenberg" is one actor
others as (
    select one.event_id, min(other.place) as place
    from coded_actors as one
    join coded_actors as other
        on one.event_id = other.event_id and one.place = 1 and one.code is distinct from other.code
    group by one.event_id
),

first_passages as (
    select document_id, max(end_char) as end_char
    from (
        select document_id, end_char
        from passages
        where kind in ('body', 'turn')
        qualify row_number() over (partition by document_id order by ordinal) = 1
    )
    group by document_id
),

tellings as (
    select
        mention.event_id,
        bool_or(mention.start_char < coalesce(first_passages.end_char, 1)) as is_root,
        count(distinct coalesce(register.publisher_id, register.path)) as source_count,
        arg_min(coalesce(register.url, register.path), (
            coalesce(register.published_date, date '9999-12-31'), register.is_copy, mention.event_mention_id
        )) as source_url,
        min(register.published_date) as first_date
    from event_mentions as mention
    join document_register as register using (document_id)
    left join first_passages using (document_id)
    where mention.event_id is not null
    group by mention.event_id
)

select
    -- 60 bits of the identifier, which is a hash: the same event has the same number in every build
    ('0x' || lpad(regexp_extract(events.event_id, '([0-9a-f]{1,15})[0-9a-f]*$', 1), 15, '0'))::bigint as GLOBALEVENTID,
    strftime(events.start_date, '%Y%m%d') as SQLDATE,
    strftime(events.start_date, '%Y%m') as MonthYear,
    strftime(events.start_date, '%Y') as Year,
    printf('%.4f', year(events.start_date) + (dayofyear(events.start_date) - 1) / 365.0) as FractionDate,
    one.code as Actor1Code,
    one.name as Actor1Name,
    one.country as Actor1CountryCode,
    one.known_group as Actor1KnownGroupCode,
    null as Actor1EthnicCode,
    null as Actor1Religion1Code,
    null as Actor1Religion2Code,
    one.type as Actor1Type1Code,
    null as Actor1Type2Code,
    null as Actor1Type3Code,
    other.code as Actor2Code,
    other.name as Actor2Name,
    other.country as Actor2CountryCode,
    other.known_group as Actor2KnownGroupCode,
    null as Actor2EthnicCode,
    null as Actor2Religion1Code,
    null as Actor2Religion2Code,
    other.type as Actor2Type1Code,
    null as Actor2Type2Code,
    null as Actor2Type3Code,
    tellings.is_root::integer as IsRootEvent,
    rpad(codes.cameo_code, 3, '0') as EventCode,
    rpad(codes.cameo_code, 3, '0') as EventBaseCode,
    codes.cameo_root as EventRootCode,
    codes.quad_class as QuadClass,
    null as GoldsteinScale,
    events.mention_count as NumMentions,
    tellings.source_count as NumSources,
    events.document_count as NumArticles,
    null as AvgTone,
    null as Actor1Geo_Type,
    null as Actor1Geo_FullName,
    null as Actor1Geo_CountryCode,
    null as Actor1Geo_ADM1Code,
    null as Actor1Geo_Lat,
    null as Actor1Geo_Long,
    null as Actor1Geo_FeatureID,
    null as Actor2Geo_Type,
    null as Actor2Geo_FullName,
    null as Actor2Geo_CountryCode,
    null as Actor2Geo_ADM1Code,
    null as Actor2Geo_Lat,
    null as Actor2Geo_Long,
    null as Actor2Geo_FeatureID,
    case places.kind when 'state' then 1 when 'place' then 4 end as ActionGeo_Type,
    places.name as ActionGeo_FullName,
    places.country_code as ActionGeo_CountryCode,
    null as ActionGeo_ADM1Code,
    null as ActionGeo_Lat,
    null as ActionGeo_Long,
    null as ActionGeo_FeatureID,
    strftime(tellings.first_date, '%Y%m%d') as DATEADDED,
    tellings.source_url as SOURCEURL
from events
join event_codes as codes using (event_id)
left join tellings using (event_id)
left join coded_actors as one on events.event_id = one.event_id and one.place = 1
left join others on events.event_id = others.event_id
left join coded_actors as other on others.event_id = other.event_id and others.place = other.place
left join entities as places on events.place_id = places.entity_id
where codes.cameo_root is not null
order by events.start_date nulls last, events.event_id
