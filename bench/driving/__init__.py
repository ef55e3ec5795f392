"""What `bench.live` drives: phones over HTTP and Streamlit screens over their socket, without a browser."""
