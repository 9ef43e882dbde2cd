"""The models of a group."""

from collections.abc import Mapping

from app.database import Database
from app.host.errand import Errand
from app.models.embedding import TEXT_EMBEDDING
from app.models.instance_models import InstanceModels
from app.models.source import ModelSource, OnPiece
from app.ontology.repositories import GroupRepository
from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed


class GroupModels:
    """Chooses who answers: the server for embeddings, else the instance that the group chose,
    else the operator's address.

    Args:
        embedding: the server's model.
        instances: plugins' models.
        usual: the operator's, for groups that chose none; None: there are none.
    """

    def __init__(
        self,
        database: Database,
        embedding: ModelSource,
        instances: InstanceModels,
        usual: ModelSource | None,
    ) -> None:
        self._groups = GroupRepository(database)
        self._instances = instances
        self._usual = usual
        self._own: Mapping[str, ModelSource] = {TEXT_EMBEDDING: embedding}

    async def use(self, errand: Errand, model: str, params: Json, on_piece: OnPiece) -> Json:
        """Have a model answer; see ``ModelSource``."""
        if own := self._own.get(model):
            return await own.use(errand, model, params, on_piece)
        group = await self._groups.get(errand.group)
        chosen = group.model_instance if group else None
        if chosen == errand.instance:
            raise HostCallFailed("MODEL_NOT_FOUND", f"This plugin itself answers, without {model}")
        if chosen:
            return await self._instances.use(chosen, errand, model, params, on_piece)
        if self._usual:
            return await self._usual.use(errand, model, params, on_piece)
        raise HostCallFailed(
            "MODEL_NOT_FOUND",
            f"Nothing answers {model}: the group chose no model plugin (chooseModels), and the "
            "operator offers none (ONE_MODELS_URL)",
        )
