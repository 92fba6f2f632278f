"""What tests read from a page."""


def said(response):
    return response.content.decode()


def opened(response):
    """The bytes of a file, read to their end."""
    assert response.status_code == 200
    data = b"".join(response.streaming_content)
    for close in response._resource_closers:  # response.close() would close the test's database too
        close()
    return data
