"""Contract drafts."""

from datetime import date

from omi_tui.client.call import Call, segment
from omi_tui.client.channel import Channel, body_of, page_query
from omi_tui.model.contract import Draft, DraftRequest, Page
from omi_tui.model.fingerprint import fingerprint
from omi_tui.model.person import Insured


def draft_request(
    *,
    quote_id: str,
    begin: date,
    end: date,
    insured: Insured | None,
    country_of_residence: str,
    allow_overlap: bool = False,
) -> DraftRequest:
    """What a person confirmed, with its fingerprint; *insured* is None where the policyholder is the insured person."""
    request = DraftRequest(
        quote_id=quote_id,
        begin_date=begin,
        end_date=end,
        policyholder_is_insured=insured is None,
        insured=insured,
        country_of_residence=country_of_residence,
        allow_overlap=allow_overlap,
        confirmed=True,
        fingerprint="0" * 64,
    )
    sent = request.model_dump(mode="json", exclude_none=True)
    return request.model_copy(update={"fingerprint": fingerprint(sent)})


class Drafts:
    """``/v1/drafts``."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def create(self, request: DraftRequest, key: str) -> Draft:
        """Form a draft from :func:`draft_request`. Raises Refused: ``contract.overlap`` names the other contract."""
        return await self._channel.ask(Call("POST", "/v1/drafts", body_of(request), key=key), Draft)

    async def list(self, cursor: str | None = None, limit: int | None = None) -> Page[Draft]:
        """A page of the drafts that are not paid, newest first."""
        return await self._channel.ask(Call("GET", "/v1/drafts", query=page_query(cursor, limit)), Page[Draft])

    async def get(self, draft_id: str) -> Draft:
        """One draft. Raises NotFound."""
        return await self._channel.ask(Call("GET", f"/v1/drafts/{segment(draft_id)}"), Draft)

    async def delete(self, draft_id: str) -> None:
        """Delete a draft that is in no order. Raises NotFound or Refused."""
        await self._channel.reply(Call("DELETE", f"/v1/drafts/{segment(draft_id)}"))
