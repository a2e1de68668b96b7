"""The list of modules that hold tables, as names: the lowest floor may know where tables are, not what they are."""

MODEL_MODULES = (
    "registry.audit.models",
    "registry.jobs.models",
    "registry.transparency.models",
    "registry.storage.models",
    "registry.jurisdictions.models",
    "registry.workdays.models",
    "registry.trust.models",
    "registry.accounts.models",
    "registry.enterprises.models",
    "registry.editions.models",
    "registry.applications.models",
    "registry.assessments.models",
    "registry.issuance.models",
    "registry.reviews.models",
    "registry.notices.models",
    "registry.decisions.models",
    "registry.reissues.models",
    "registry.duties.models",
    "registry.targets.models",
    "registry.public_register.models",
)
