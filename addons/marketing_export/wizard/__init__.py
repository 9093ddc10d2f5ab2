from . import marketing_export_request, marketing_person, marketing_result_upload
