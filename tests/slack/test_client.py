"""What an error of a call tells: whether it may have had its effect, and what may be kept of it."""

import asyncio

import aiohttp
import pytest

from bot.slack.failures import brief, had_no_effect


async def failed_call(port: int) -> Exception:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError) as raised:
            await session.post(f"http://127.0.0.1:{port}/api/chat.postMessage")
    return raised.value


async def test_a_call_that_reached_nobody_had_no_effect() -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    assert had_no_effect(await failed_call(port))


async def test_a_call_whose_connection_broke_may_have_had_its_effect() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        assert not had_no_effect(await failed_call(server.sockets[0].getsockname()[1]))


def test_of_an_error_that_may_quote_people_only_its_kind_is_told() -> None:
    assert "zebra" not in brief(ValueError("zebra"))
    assert brief(ValueError("zebra")).startswith("ValueError")


def test_an_address_with_a_secret_is_told_without_it() -> None:
    told = brief(OSError("no answer from https://hooks.slack.com/commands/T1/12/secret"))
    assert "no answer from https://hooks.slack.com/***" in told
