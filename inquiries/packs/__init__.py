"""政策汇编: the policies valid today for one district, industry and topic, as one PDF with a version of its own."""
