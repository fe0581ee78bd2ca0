-- Who held which office on a day, as in: from office_holders_at(date '2019-03-12').
-- parameters: on_day
-- office: The full name of the office.
-- level: Its level (leader, minister, official, military).
-- organization: The body or state that it belongs to.
-- person: The holder's name.
-- start_date: First day in office.
-- end_date: Last day in office; NULL while it lasts or where it is not known.
select office, level, organization, person, start_date, end_date
from office_holders
where on_day between start_date and coalesce(end_date, on_day)
