"""Attacks that an auditor of a GraphQL API tries, each against a real server.

``graphql-cop``: one case a probe in ``test_graphql_cop``.

OWASP's GraphQL cheat sheet, section by section:

========================================  ======================================================
Input validation: general practices       ``test_input_validation``
Injection: NoSQL, markup, commands, CRLF  ``test_injection``
Process validation: no requests to hosts  ``test_server_side_requests``
that a caller names
DoS: depth, amount, pagination, cost      ``test_query_limits``
DoS: timeouts, system resources           ``test_resource_limits``
DoS: server-side batching and caching     ``test_server_side_batching``
DoS: rate limiting; batching attacks      ``test_rates``
Access: nodes, edges, ids, ``node``,      ``test_access_to_data``
mutations, subscriptions
Access: fields of some only; roles        ``test_access_by_role``
Secure configuration: errors, stack       ``test_secure_configuration``
traces, introspection, GraphiQL,
suggestions
Cross-site requests, by HTTP and          ``test_cross_site``
WebSocket
========================================  ======================================================
"""
