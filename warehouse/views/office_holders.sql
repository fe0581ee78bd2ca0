-- Who held which office from when to when.
-- office_id: The office.
-- office: Its full name.
-- level: Its level (leader, minister, official, military).
-- organization: The body or state that it belongs to.
-- person_id: The holder.
-- person: The holder's name.
-- start_date: First day in office.
-- end_date: Last day in office; NULL while it lasts or where it is not known.
-- source: Where the fact can be checked.
select
    offices.office_id,
    offices.name as office,
    offices.level,
    organizations.name as organization,
    terms.person_id,
    people.name as person,
    terms.start_date,
    terms.end_date,
    terms.source
from terms
join offices using (office_id)
join entities as people on terms.person_id = people.entity_id
join entities as organizations on terms.organization_id = organizations.entity_id
