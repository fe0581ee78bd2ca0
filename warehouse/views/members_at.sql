-- Which states belonged to which organizations on a day, as in: from members_at(date '2004-05-01').
-- parameters: on_day
-- organization: The organization.
-- state: The state.
-- start_date: Day of accession.
-- end_date: Last day of membership; NULL while it lasts.
select
    organizations.name as organization,
    states.name as state,
    memberships.start_date,
    memberships.end_date
from memberships
join entities as states on memberships.state_id = states.entity_id
join entities as organizations on memberships.organization_id = organizations.entity_id
where on_day between memberships.start_date and coalesce(memberships.end_date, on_day)
