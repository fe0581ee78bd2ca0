-- Which files are not in the record, and why?
select path, status, reason, media_type, byte_count
from sources
where status <> 'loaded'
order by status, path
