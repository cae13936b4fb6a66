-- Gateways/Baileys ---------------------------------------------------------------------------------

-- What is wrong between a node and WhatsApp, such as a name that does not resolve; null when nothing is known to be.
alter table gateway_nodes add column warning text;
