-- Memberships of states in the organizations of the record.
select
    'membership-' || md5(memberships.state_id || ' ' || memberships.organization_id || ' '
        || memberships.start_date::varchar) as id,
    'Membership' as schema,
    memberships.state_id as member,
    memberships.organization_id as organization,
    memberships.start_date as "startDate",
    memberships.end_date as "endDate"
from memberships
join told on memberships.state_id = told.entity_id
order by id
