from . import (
    crm_inbound_event,
    crm_phone_call,
    ir_http,
    mikopbx_card,
    mikopbx_connection,
    mikopbx_connection_live,
    mikopbx_connection_poll,
    mikopbx_connection_test,
)
