"""Version 1 of the interface: every endpoint, by resource. Fields are added to it, never changed or taken away."""

from api.v1 import (
    access,
    callbacks,
    deployments,
    documents,
    dossiers,
    incidents,
    manifests,
    messages,
    migrations,
    operations,
    outside_systems,
    postage,
    procedures,
    service,
    signals,
    tasks,
    traces,
    webhooks,
)
from api.v1.access import create_token, revoke_token
from api.v1.access import list_tokens as list_access_tokens
from api.v1.callbacks import receive_callback
from api.v1.deployments import create_deployment
from api.v1.documents import download_document, list_documents, upload_document, verify_document
from api.v1.dossiers import create_dossier, get_dossier, get_payments, list_dossiers, list_events
from api.v1.incidents import (
    answer_incident,
    edit_incident,
    get_incident,
    list_incidents,
    remap_incident,
    retry_incident,
    settle_incidents,
    skip_incident,
)
from api.v1.manifests import create_manifest, get_manifest, list_manifests, list_waiting
from api.v1.messages import create_message
from api.v1.migrations import (
    cancel_migration,
    create_migration,
    get_migration,
    list_items,
    list_migrations,
    pause_migration,
    propose_migration,
    resume_migration,
    start_migration,
)
from api.v1.operations import cancel_token, correct_variables, list_tokens, move_back, move_token, restart_task
from api.v1.outside_systems import list_systems, pause_topic, resume_topic
from api.v1.postage import cancel_parcel, correct_parcel, quote_postage
from api.v1.procedures import get_procedure, list_procedures
from api.v1.service import get_health, get_openapi
from api.v1.signals import create_signal
from api.v1.tasks import claim_task, complete_task, get_task, list_tasks, unclaim_task
from api.v1.traces import list_accesses, list_entries, list_memberships
from api.v1.webhooks import (
    change_webhook,
    create_webhook,
    get_delivery,
    get_webhook,
    list_deliveries,
    list_webhooks,
    pause_webhook,
    remove_webhook,
    renew_secret,
    replay_deliveries,
    resume_webhook,
    try_webhook,
)

#: Importing an endpoint puts it on its resource's blueprint; what is not named here is not offered.
ENDPOINTS = (
    create_dossier,
    get_dossier,
    get_payments,
    list_dossiers,
    list_events,
    list_tasks,
    get_task,
    claim_task,
    unclaim_task,
    complete_task,
    upload_document,
    list_documents,
    download_document,
    verify_document,
    list_procedures,
    cancel_parcel,
    correct_parcel,
    quote_postage,
    list_waiting,
    list_manifests,
    get_manifest,
    create_manifest,
    get_procedure,
    create_deployment,
    create_message,
    receive_callback,
    create_signal,
    list_incidents,
    get_incident,
    retry_incident,
    edit_incident,
    remap_incident,
    answer_incident,
    skip_incident,
    settle_incidents,
    list_systems,
    pause_topic,
    resume_topic,
    list_webhooks,
    create_webhook,
    get_webhook,
    change_webhook,
    pause_webhook,
    resume_webhook,
    remove_webhook,
    renew_secret,
    try_webhook,
    list_deliveries,
    get_delivery,
    replay_deliveries,
    propose_migration,
    create_migration,
    list_migrations,
    get_migration,
    list_items,
    start_migration,
    pause_migration,
    resume_migration,
    cancel_migration,
    move_back,
    list_tokens,
    move_token,
    cancel_token,
    restart_task,
    correct_variables,
    create_token,
    list_access_tokens,
    revoke_token,
    list_accesses,
    list_entries,
    list_memberships,
    get_health,
    get_openapi,
)
BLUEPRINTS = tuple(
    resource.bp
    for resource in (
        *(dossiers, tasks, documents, procedures, deployments),
        *(messages, callbacks, signals, incidents, outside_systems, migrations, operations, postage, manifests),
        *(access, traces, webhooks, service),
    )
)
